"""The mail of a demo: what was caught instead of sent, to be read by whoever tries it out."""
