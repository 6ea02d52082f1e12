"""One record at a time: the same model and the same functions as for frames, over a handful of records."""
