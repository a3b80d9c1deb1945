"""The record of one family: read, added to, corrected, taken back, decided."""
