"""What a column means, told by its heading and by what is in it."""
