"""Tables of the Unicode CLDR, with their licence."""
