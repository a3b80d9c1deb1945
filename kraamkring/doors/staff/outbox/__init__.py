"""What became of messages: about one family, and those of all her families that wait for a person."""
