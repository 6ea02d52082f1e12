"""Names of persons: reading, spelling, matching and showing them."""
