"""Pages that show several rooms at once: home, a plan, a task; signing in; errors."""
