"""A nation planned region by region: each by itself, then neighbours together along their border."""
