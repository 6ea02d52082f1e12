"""What is known beside the single view of a customer: parties, contact points, purchases, pipelines and the rest.

Each is a frozen value that checks itself; `check_entities` looks at what only several of them together can get wrong.
"""
