"""Hours of care that are coming, hours that can be given, and the gap between them by region and day."""
