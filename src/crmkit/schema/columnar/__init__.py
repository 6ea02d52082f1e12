"""Whole columns of dataframes: each distinct cell is cleaned once, on as many processors as it pays."""
