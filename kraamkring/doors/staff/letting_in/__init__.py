"""The mother and her partner get the way to an account of their own."""
