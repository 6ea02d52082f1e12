"""Words that stand for something else, and those that stand for nothing."""
