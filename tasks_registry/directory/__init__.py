"""Who works here: units and people, by their names in a document or in a list."""
