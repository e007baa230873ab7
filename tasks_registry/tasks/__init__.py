"""A task's own rules: how it moves, how it stands on a day, who answers for it."""
