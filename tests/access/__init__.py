"""Who may what at every address: the table, and the proof that every page answers as the table says."""
