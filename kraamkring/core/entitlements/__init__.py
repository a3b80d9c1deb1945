"""What a family has a right to around a birth, day by day, with the reasons. Numbers come from the packs."""
