"""Answering for one customer, the reference of every other way: values, rows, tests, and how they are joined."""
