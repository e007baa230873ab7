"""A plan document → items, pure: no database, no clock, no network."""
