"""What a customer is: semantic types, fields and the schema that lists them."""
