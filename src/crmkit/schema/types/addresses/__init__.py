"""Postal addresses: reading a line, checking it, and writing it as a block."""
