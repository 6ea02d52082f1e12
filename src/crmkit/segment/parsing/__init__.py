"""Words to tree, in four layers: words, values and windows, tests, conditions."""
