"""A parent comes in by her link: the code, then a password or a passkey of her own. The link itself is kept only by her
browser, in a cookie that goes to these pages alone."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.doors.ui import clock, refused
from kraamkring.doors.ui.landing import first_page
from kraamkring.doors.ui.language import remembered
from kraamkring.doors.ui.limits import limited
from kraamkring.doors.ui.pages import WRONG
from kraamkring.flows.welcome import Welcome, make_own, see_welcome, send_code

COOKIE, PATH = "__Secure-welcome" if settings.SESSION_COOKIE_SECURE else "welcome", "/welcome/"
AN_HOUR_S = 3600
GONE = 410
LONGEST = 200


class OwnForm(forms.Form):
    """The code, and how she comes in from now on."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        error_messages={"required": _("Write the code.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    way = forms.ChoiceField(
        label=_("How do you want to sign in from now on?"),
        choices=[
            ("passkey", _("With a passkey: my finger, my face or the PIN of this telephone")),
            ("password", _("With a password")),
        ],
        initial="passkey",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    password1 = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("The same password again"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("way") == "password" and not said.get("password1"):
            self.add_error("password1", _("Write a password."))
        elif said.get("way") == "password" and said.get("password1") != said.get("password2"):
            self.add_error("password2", _("The two passwords are not the same."))
        return said

    def password(self) -> str | None:
        """None if she chose a passkey."""
        chosen: str = self.cleaned_data["password1"]
        return chosen if self.cleaned_data["way"] == "password" else None

    def refuse(self, refusal: Refusal) -> None:
        """Beside the field it is about."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refused.sentence(refusal))


@never_cache
@require_safe
@limited("welcome", reads=True)
def opened(request: HttpRequest, secret: str) -> HttpResponse:
    """Takes the secret out of the address, and goes on. What mail programs open in advance uses nothing up."""
    answer = redirect("welcome")
    answer.set_cookie(
        COOKIE, secret[:LONGEST], max_age=AN_HOUR_S, path=PATH, secure=settings.SESSION_COOKIE_SECURE,
        httponly=True, samesite="Lax",
    )  # fmt: skip
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code", "password1", "password2")
@limited("welcome")
def welcome(request: HttpRequest) -> HttpResponse:
    """One page: how the code comes, the code, and how she signs in from now on."""
    now, secret = clock.now(), request.COOKIES.get(COOKIE, "")
    try:
        seen = see_welcome(secret=secret, now=now)
    except NotThere:
        return _gone(request)
    form = OwnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = make_own(secret=secret, code=form.cleaned_data["code"], password=form.password(), now=now)
        except NotThere:
            return _gone(request)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            on = None if form.password() else reverse("mfa_add_webauthn")
            user.backend = "django.contrib.auth.backends.ModelBackend"
            answer: HttpResponse = perform_login(request, user, email_verification="none", redirect_url=on)
            answer.delete_cookie(COOKIE, path=PATH)
            return answer
    return _page(request, seen, form)


@never_cache
@require_POST
@limited("welcome")
def code(request: HttpRequest) -> HttpResponse:
    """A new code by text message."""
    now, secret = clock.now(), request.COOKIES.get(COOKIE, "")
    try:
        transports = import_string(settings.MESSAGE_TRANSPORTS)()
        send_code(secret=secret, transports=transports, now=now)
    except NotThere:
        return _gone(request)
    except Refusal as refusal:
        form = OwnForm({"way": "passkey"})
        form.errors.clear()
        form.refuse(refusal)
        return _page(request, see_welcome(secret=secret, now=now), form)
    return redirect("welcome")


def _page(request: HttpRequest, seen: Welcome, form: OwnForm) -> HttpResponse:
    """In her own language, unless one was chosen on this device."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    told = {"seen": seen, "form": form}
    status = WRONG if form.errors else 200
    if chosen:
        return render(request, "entrance/welcome.html", told, status=status)
    with override(seen.language):
        return remembered(render(request, "entrance/welcome.html", told, status=status), seen.language)


def _gone(request: HttpRequest) -> HttpResponse:
    """Used, ended, run out or never there: one sentence. Who has come in is led on."""
    if request.user.is_authenticated:
        return redirect(first_page(request.user))
    return render(request, "entrance/gone.html", status=GONE)
