"""How a plan carries out the plan above it (上级任务承接)."""
