"""One file for each format; each gives a Table."""
