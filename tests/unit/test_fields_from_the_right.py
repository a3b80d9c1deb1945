"""A field on a page that runs from the right: what is typed in it runs as it is written, a telephone number too."""

import pytest
from django import forms
from django.utils.translation import override

from kraamkring.doors.ui.fields import line_field
from kraamkring.doors.ui.templatetags.ui import field


class Reached(forms.Form):
    contact = line_field("Telephone or e-mail")
    language = forms.ChoiceField(choices=[("ar", "ar")])


@pytest.mark.parametrize(("language", "has"), [("ar", True), ("nl", False), ("tr", False)])
def test_what_is_typed_runs_as_it_is_written(language: str, has: bool) -> None:
    form = Reached()
    with override(language):
        assert ('dir="auto"' in str(field(form, "contact")["widget"])) is has
        assert "dir=" not in str(field(form, "language")["widget"])
