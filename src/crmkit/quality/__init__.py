"""How good it is: what is filled, what is valid, what is said twice."""
