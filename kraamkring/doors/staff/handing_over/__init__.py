"""A family handed over to colleagues: what was told, to whom, and who has read it."""
