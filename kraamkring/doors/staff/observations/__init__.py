"""What was measured and seen: the last value of each, its history with its chart, and correcting it."""
