"""Who is on call for births, at every hour, for a region whose organisations share the work."""
