"""Today: who needs somebody, and what she has agreed on; the page one comes to after signing in."""
