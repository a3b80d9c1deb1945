"""A record as a file for another system, in the dialect that it speaks."""
