"""What is coming and what it takes: births, hours, capacity, workforce, and what a choice costs. Pure."""
