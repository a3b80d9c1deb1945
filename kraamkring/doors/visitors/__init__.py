"""What only a demo has, for who tries it out: a tour of ten minutes, and the mail that was caught instead of sent."""
