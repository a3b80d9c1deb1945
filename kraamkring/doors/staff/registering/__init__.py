"""The registry desk of a family: what is due, what is missing, what was sent and what has changed since."""
