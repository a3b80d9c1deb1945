"""What belongs to no country: charts of warning with their sources, and the words they share."""
