"""Consent as other programs export it: one declaration for each program, and one reader for all of them.

```
a file, a frame or rows  ─┐
a Tool (columns, values) ─┴─>  read_consents  ─>  acts, and what could not be read, each with its line
```
"""
