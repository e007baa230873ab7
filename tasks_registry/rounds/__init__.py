"""Review rounds (đợt rà soát): their calendar, their entries and sheets, their closing."""
