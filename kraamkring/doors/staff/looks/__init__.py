"""Who looked at her record: for the mother, and for those who build her network."""
