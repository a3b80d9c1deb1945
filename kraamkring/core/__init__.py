"""The hard thinking: frozen facts in, decisions with reasons out. No Django, no clock, no network, no files."""
