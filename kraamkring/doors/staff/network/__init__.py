"""The network of a family: who is in it, who coordinates, what she agreed to; and what somebody is asked to join."""
