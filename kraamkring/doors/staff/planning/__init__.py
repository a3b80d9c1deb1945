"""Who plans: the days as lanes, what has nobody, what is proposed, what would change, and the carers."""
