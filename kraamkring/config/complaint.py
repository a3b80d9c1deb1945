"""A fault a person can do something about."""


class Complaint(Exception):
    """One sentence for the person who typed the command: on stderr, exit code 2, without a traceback."""
