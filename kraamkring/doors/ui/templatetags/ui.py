"""Tags that draw: the mark of a state, a field with its label and its error, a moment of date and time."""

from __future__ import annotations

import re
from typing import Any

from django import forms, template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from kraamkring.core.access import may_govern
from kraamkring.doors.ui import landing, marks

register = template.Library()

A_MOMENT = re.compile(r"(?:[^\s<>&;]+\u00a0)?\d{2}-\d{2}-\d{4}(?:[ \u00a0]\d{2}:\d{2})?")


@register.filter
def unbroken(sentence: str) -> SafeString:
    """The sentence, with each date and its time kept in one line."""
    kept = A_MOMENT.sub(r'<span class="unbroken">\g<0></span>', str(conditional_escape(sentence)))
    return mark_safe(kept)  # noqa: S308 (escaped above)


@register.filter
def is_parent(user: Any) -> bool:
    """True for the account of a mother or a partner."""
    return landing.is_parent(user)


@register.filter
def governs(user: Any) -> bool:
    """True for the account of somebody who governs the cards."""
    return may_govern(getattr(user, "profession", ""))


@register.simple_tag
def mark(state: str) -> SafeString:
    """The mark of a state; `done-late` is drawn as done."""
    name = state.replace("-", "_")
    return mark_safe(marks.mark("done" if name == "done_late" else name))  # noqa: S308 (constant shapes)


@register.inclusion_tag("ui/field.html")
def field(form: forms.Form, name: str, hint: str = "") -> dict[str, Any]:
    """A labelled field; what is wrong with it stands above the control and is read with it."""
    bound = form[name]
    hint = hint or str(bound.help_text)
    described = [
        f"{bound.auto_id}-{part}" for part, there in (("hint", hint), ("error", bound.errors)) if there
    ]
    attributes: dict[str, Any] = {"autocomplete": "off"}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {"field": bound, "hint": hint, "widget": bound.as_widget(attrs=attributes)}


@register.inclusion_tag("ui/tick.html")
def tick(form: forms.Form, name: str) -> dict[str, Any]:
    """A box to tick, with its words beside it."""
    bound = form[name]
    attributes: dict[str, Any] = {}
    if bound.errors:
        attributes = {"aria-invalid": "true", "aria-describedby": f"{bound.auto_id}-error"}
    return {"field": bound, "widget": bound.as_widget(attrs=attributes)}


@register.inclusion_tag("ui/choice.html")
def choice(form: forms.Form, name: str, hint: str = "") -> dict[str, Any]:
    """One or more of several, all in sight."""
    return {"field": form[name], "hint": hint or str(form[name].help_text)}


@register.inclusion_tag("ui/moment.html")
def moment(form: Any, name: str, legend: str = "", hint: str = "") -> dict[str, Any]:
    """Date and time side by side; and, in the night the clock goes back, which of the two is meant."""
    fold = form[f"{name}_fold"]
    return {
        "form": form,
        "legend": legend or form.moments[name],
        "hint": hint,
        "on": f"{name}_on",
        "time": f"{name}_time",
        "fold": fold if fold.errors or fold.value() else None,
    }
