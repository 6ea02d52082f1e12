"""Saying a segment as a sentence, in English or French."""
