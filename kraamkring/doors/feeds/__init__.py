"""What machines subscribe to: the calendar of a person. It only reads, and knows no session."""
