"""A new family is booked; who may have been here before is asked about first."""
