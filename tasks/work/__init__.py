"""The year's work: publishing, periods, assignments, progress, evidence, review, lights, the ledger."""
