"""Figures of what is coming: scenarios of money and of the workforce, hours by province."""
