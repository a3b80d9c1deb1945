"""Forecasts, scenarios and capacity: pure, without a database."""
