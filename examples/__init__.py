"""Five fictitious customer exports, generated from a seed, with the truth written beside them."""
