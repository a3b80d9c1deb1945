"""How many carers there will be, how many it takes, and what a lever does about it."""
