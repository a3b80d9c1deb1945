"""What the pages of this door have in common with all others behind the sign-in."""

from kraamkring.doors.ui.pages import WRONG, actor, page_asked, signed_in_page

__all__ = ["WRONG", "actor", "page_asked", "signed_in_page"]
