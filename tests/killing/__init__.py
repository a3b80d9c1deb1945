"""The kill proof: a household of real processes is killed at random moments, and then everything is counted."""
