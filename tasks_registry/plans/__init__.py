"""Plans (kế hoạch): from what was read to tasks, and what is settled for all of them."""
