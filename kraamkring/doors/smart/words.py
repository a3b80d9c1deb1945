"""What a scope opens, in sentences for who says yes to it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kraamkring.core.exchange.scopes import OFFLINE, Opened, opened_in

READS, WRITES = frozenset("rs"), frozenset("cud")


def opened_words(scope: str) -> list[str]:
    """One sentence for each thing that it opens, none twice."""
    words, found = scope.split(), [_one(each) for each in opened_in(scope)]
    if "openid" in words:
        found.append(_("Know who you are."))
    if OFFLINE in words:
        found.append(_("Also ask while you are not there."))
    return list(dict.fromkeys(found))


def _one(opened: Opened) -> str:
    writes, reads = bool(WRITES & set(opened.letters)), bool(READS & set(opened.letters))
    if opened.type == "*":
        if writes and reads:
            return _("Read everything that you may read, and write what you may write.")
        return _("Write what you may write.") if writes else _("Read everything that you may read.")
    said = {"what": opened.type}
    if writes and reads:
        return _("Read and write what FHIR calls %(what)s.") % said
    return (_("Write what FHIR calls %(what)s.") if writes else _("Read what FHIR calls %(what)s.")) % said
