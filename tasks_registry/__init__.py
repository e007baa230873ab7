"""The rules: reading plans, the directory of units, tasks, reviews, scoring.

Plain functions over values or a session, with the day passed in (`as_of`).
"""
