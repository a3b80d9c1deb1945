"""Maternity care at home: how many hours a family is indicated, line by line, and why. Pure: facts and scheme in."""
