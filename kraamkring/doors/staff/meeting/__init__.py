"""Everyone around a family sits together: called by who coordinates, with agenda and decisions."""
