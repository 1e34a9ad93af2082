"""Pages of the annual report and downloads of plans, for the bureau's staff."""
