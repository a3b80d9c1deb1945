"""Who may get an account."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up alone: accounts are given by those who already have one."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
