"""The plan of one family: the board of promised care, what was agreed, the dialogue, and the appointments."""
