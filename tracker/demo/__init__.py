"""The demo: plans, accounts and work to look at, and the fixtures they are made from."""
