"""The log of an organisation, for who guards it."""
