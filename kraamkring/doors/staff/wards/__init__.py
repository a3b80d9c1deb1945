"""What the system of one's hospital told, and somebody must place."""
