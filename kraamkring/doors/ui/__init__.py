"""What several doors show alike: tokens, notation, marks of state, the line, the circle, fields with their errors."""
