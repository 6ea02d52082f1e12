"""Who is the same: blocking, comparing, scoring, clustering, and what survives a merge."""
