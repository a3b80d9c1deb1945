"""The record as other systems read it: made in the transaction of every act, read as far as who asks may."""
