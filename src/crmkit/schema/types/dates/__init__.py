"""Dates and instants as people write them."""
