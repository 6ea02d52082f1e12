"""What a base says of many customers at once, in columns: the same answers as about one."""
