"""Planning: problem in, plan out. Pure: time comes in as a stop, chance as a seed."""
