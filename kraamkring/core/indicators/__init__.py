"""Indicators: what a family gives to the lake, what a card defines, and what of a figure may be shown."""
