"""Tags that draw: the mark of a state, a field with its label and its error, a moment of date and time."""

from __future__ import annotations

import re
from typing import Any

from django import forms, template
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

from kraamkring.core.access import MAY_BREAK_GLASS, may_account, may_book, may_compare, may_govern
from kraamkring.doors.ui import landing, language, marks

register = template.Library()

A_MOMENT = re.compile(
    r"(?:[^\s<>&;]+\u00a0)?\u2066?\d{2}-\d{2}-\d{4}\u2069?(?:[ \u00a0]\u2066?\d{2}:\d{2}\u2069?)?"
)


@register.filter
def unbroken(sentence: str) -> SafeString:
    """The sentence, with each date and its time kept in one line."""
    kept = A_MOMENT.sub(r'<span class="unbroken">\g<0></span>', str(conditional_escape(sentence)))
    return mark_safe(kept)  # noqa: S308 (escaped above)


@register.filter
def apart(text: str) -> SafeString:
    """A telephone number and the like: from left to right, whatever the direction of the words around it."""
    return format_html('<bdi dir="ltr">{}</bdi>', text)


@register.filter
def error_links(form: Any) -> list[tuple[str, str]]:
    """Every error with the control it is about. A form that does not say it itself is asked field by field; what is
    about the whole, or about what she does not see, leads to the page."""
    own = getattr(form, "error_links", None)
    if own is not None:
        return list(own() if callable(own) else own)
    return [
        (_target(form, name), _named(form, name, str(error)))
        for name, errors in sorted(form.errors.items(), key=lambda each: each[0] != "__all__")
        for error in errors
    ]


def _named(form: forms.Form, name: str, error: str) -> str:
    """With the name of the field, where the sentence is the one that every field has."""
    same_for_all = str(forms.Field.default_error_messages["required"])
    return f"{form[name].label}: {error}" if error == same_for_all and name in form.fields else error


def _target(form: forms.Form, name: str) -> str:
    if name == "__all__" or form[name].is_hidden:
        return "main"
    return form[name].id_for_label or f"{form[name].auto_id}_0"


@register.filter
def is_parent(user: Any) -> bool:
    """True for the account of a mother or a partner."""
    return landing.is_parent(user)


@register.filter
def visits(user: Any) -> bool:
    """True for the account of somebody who visits families at home."""
    return landing.visits(user)


@register.filter
def plans(user: Any) -> bool:
    """True for the account of somebody who plans the carers of an organisation."""
    return landing.plans(user)


@register.filter
def books(user: Any) -> bool:
    """True for the account of somebody who may book a family."""
    return may_book(getattr(user, "profession", "")) and user.organisation_id is not None


@register.filter
def opens_in_emergency(user: Any) -> bool:
    """True for the account of somebody who may open a record in an emergency."""
    return getattr(user, "profession", "") in MAY_BREAK_GLASS


@register.filter
def governs(user: Any) -> bool:
    """True for the account of somebody who governs the cards."""
    return may_govern(getattr(user, "profession", ""))


@register.filter
def compares(user: Any) -> bool:
    """True for the account of somebody who sees her organisation's figures beside those of all."""
    return may_compare(getattr(user, "profession", ""))


@register.filter
def guards_log(user: Any) -> bool:
    """True for the account of somebody who guards the log of her organisation."""
    return may_account(getattr(user, "profession", "")) and user.organisation_id is not None


@register.simple_tag(takes_context=True)
def languages_here(context: Context) -> list[tuple[str, str]]:
    """The languages that this page can be read in: code and own name."""
    return language.of_page(context.get("request"))


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
    if get_language_bidi() and isinstance(bound.field.widget, forms.TextInput | forms.Textarea):
        attributes["dir"] = "auto"  # a telephone number would be written from its other end
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
