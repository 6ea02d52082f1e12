"""Checking a tree against a schema, in four layers: names, values, tests, conditions."""
