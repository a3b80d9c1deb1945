"""The public page: a few facts in, the line of the pathway out; and the cards it rests on. Stores nothing."""
