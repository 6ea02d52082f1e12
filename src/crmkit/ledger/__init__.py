"""What a customer base keeps, typed: facts, and the customers that are derived from them, on any backend."""
