"""Visits at home: the day as a route, the screen of one visit, and where a family lives."""
