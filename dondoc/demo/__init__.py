"""The demo: a plan's whole way in one folder, with local servers only."""
