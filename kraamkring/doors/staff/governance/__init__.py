"""The cards for whoever governs them: what holds, on whose word, what becomes different, and for which families."""
