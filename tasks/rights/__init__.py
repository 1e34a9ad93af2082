"""Who may do what to which object."""
