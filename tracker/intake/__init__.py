"""A document becomes a plan: upload, reading, review, corrections, names, revision, a new year, writing one's own."""
