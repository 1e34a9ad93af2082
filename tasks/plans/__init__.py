"""A plan as published: actions, tasks, responsibilities, deadlines, versions; differences between versions."""
