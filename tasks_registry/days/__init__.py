"""Days: working days, periods, the stages of a year, the days of a recurring deadline."""
