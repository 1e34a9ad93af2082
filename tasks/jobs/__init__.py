"""Background jobs: asked for in a transaction, taken fairly, held under a lease, retried and cancelled in one place."""
