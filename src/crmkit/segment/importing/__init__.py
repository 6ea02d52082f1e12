"""Reading conditions of other programs, where they mean exactly the same here; what does not is named."""
