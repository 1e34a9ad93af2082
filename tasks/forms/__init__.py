"""Forms of the pages on which the work is done."""
