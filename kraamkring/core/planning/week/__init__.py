"""The plan of a week of maternity care."""
