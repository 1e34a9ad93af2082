"""Places, units and their other names, groups, people and where they serve; what a name means."""
