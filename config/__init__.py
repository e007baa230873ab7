"""Ground floor: settings, the clock and the error that a person sees."""
