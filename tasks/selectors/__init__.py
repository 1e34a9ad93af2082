"""Everything that reads for a page, an export or a report."""
