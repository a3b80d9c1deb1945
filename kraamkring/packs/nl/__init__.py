"""The Netherlands: so far its numbers only; there is no protocol yet."""
