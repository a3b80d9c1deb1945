"""What a mother and her partner see of their own family: their week, their plan, their circle, their record."""
