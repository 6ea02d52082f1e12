"""Servers of their own for the tests."""
