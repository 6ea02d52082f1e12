"""Bases as files of lines, and from one backend to another."""
