"""Patterns: a small subset of regular expressions that every engine reads alike, decided in linear time."""
