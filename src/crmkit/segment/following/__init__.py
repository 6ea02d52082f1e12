"""Answers over time: at which instants they can turn by the clock, when they do, and who entered and left."""
