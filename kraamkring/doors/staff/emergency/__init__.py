"""A record that cannot wait: found exactly, opened with a reason, for a few hours, and told."""
