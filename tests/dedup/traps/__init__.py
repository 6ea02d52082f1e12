"""A generator of customer files that lie in wait: pairs that look like one customer and are two, among real duplicates.

`make_file` gives a frame, who each row is, and which trap it belongs to; one seed gives one file, everywhere.
"""
