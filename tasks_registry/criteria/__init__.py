"""Criteria sets (bộ tiêu chí): their form, their reading, and points by them."""
