"""A document becomes a plan: given, read in the background, reviewed, confirmed."""
