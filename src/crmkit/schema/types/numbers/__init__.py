"""Numbers of registers and standards: how they are written, and their check digits."""
