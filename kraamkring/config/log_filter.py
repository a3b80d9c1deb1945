"""Keeps requests out of log records: a body or a form field may hold what a patient said."""

import logging


class WithoutRequest(logging.Filter):
    """Drops the request that Django attaches to its records; the path and the status stay in the message."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__.pop("request", None)
        return True
