"""Who is one: judgements about source rows become clusters, and clusters have names that never die."""
