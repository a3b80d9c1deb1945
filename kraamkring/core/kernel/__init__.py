"""What everything counts with: gestation, postpartum days, windows, moments, and errors that are sentences."""
