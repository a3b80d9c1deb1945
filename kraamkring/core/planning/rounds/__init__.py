"""The rounds of a day: home visits with windows, some of them by two carers at once or one after the other."""
