"""Evidence (minh chứng): taking it in, checking it, what still lacks it."""
