"""How many children are expected on each day: from days that have passed, and from due dates."""
