"""Who is on call for the organisation."""
