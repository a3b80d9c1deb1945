"""Finding a family by a fragment, and saying that two records are of one person, or are not after all."""
