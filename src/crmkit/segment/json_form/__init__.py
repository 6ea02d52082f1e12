"""The JSON form of a segment: writing it, reading it, and the JSON Schema that publishes it."""
