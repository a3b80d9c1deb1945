"""What a person's browser does, without drawing: cookies, forms with what stands in them, and an answer or none."""

from __future__ import annotations

import http.client
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode, urljoin

PATIENCE_S = 60
Fields = dict[str, list[str]]


class NoAnswer(Exception):
    """The line broke, or nothing came: nobody knows whether it was done. was_closed: nobody was there to take it."""

    def __init__(self, broken: Exception) -> None:
        super().__init__(type(broken).__name__)
        self.was_closed = isinstance(broken, ConnectionRefusedError)


class WrongPage(Exception):
    """A page that answers something else than itself."""

    def __init__(self, path: str, status: int) -> None:
        super().__init__(f"{path} answers {status}")
        self.status = status


class Answer(NamedTuple):
    """What came back."""

    status: int
    text: str
    goes_to: str


@dataclass
class Form:
    """A form as it stands on a page: where it goes, and what it would send."""

    action: str
    fields: Fields = field(default_factory=dict)

    def filled(self, answers: dict[str, str | list[str]]) -> Fields:
        """What is sent when these answers are given. Raises LookupError for a field that is not there."""
        unknown = set(answers) - set(self.fields)
        if unknown:
            raise LookupError(
                f"{self.action or 'this form'} has no {sorted(unknown)}; it has {sorted(self.fields)}"
            )
        given = {name: [value] if isinstance(value, str) else value for name, value in answers.items()}
        return {name: values for name, values in (self.fields | given).items() if values}


@dataclass
class Browser:
    """One person's, on one server."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def open(self, path: str) -> Answer:
        return self._ask("GET", path)

    def form(self, path: str, asked: Collection[str]) -> Form:
        """The form on that page that asks all of this."""
        answer = self.open(path)
        if answer.status != 200:
            raise WrongPage(path, answer.status)
        return form_in(answer.text, path, asked)

    def send(self, form: Form, fields: Fields, hangs_up_after_s: float | None = None) -> Answer:
        """Raises NoAnswer if none came back whole. hangs_up_after_s: her line breaks that long after she sent it."""
        return self._ask("POST", form.action, urlencode(fields, doseq=True), hangs_up_after_s)

    def _ask(
        self, method: str, path: str, body: str | None = None, hangs_up_after_s: float | None = None
    ) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Accept-Language": "en"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            line.request(method, path, body, headers)
            if hangs_up_after_s is not None:
                time.sleep(hangs_up_after_s)
                raise ConnectionAbortedError
            answer = line.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as broken:
            raise NoAnswer(broken) from None
        finally:
            line.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        return Answer(answer.status, text, answer.headers.get("Location", ""))


def form_in(text: str, path: str, asked: Collection[str]) -> Form:
    """The form of a page that asks all of this. Raises LookupError if there is none."""
    forms = _Forms.of(text)
    for form in forms:
        if set(asked) <= set(form.fields):
            form.action = urljoin(path, form.action)
            return form
    raise LookupError(
        f"{path}: no form asks {sorted(asked)}; there are {[sorted(each.fields) for each in forms]}"
    )


class _Forms(HTMLParser):
    """The forms of a page that are posted."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.form: Form | None = None
        self.listed: str = ""
        self.chosen = False
        self.writing: str = ""

    @classmethod
    def of(cls, page: str) -> list[Form]:
        reader = cls()
        reader.feed(page)
        return reader.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(given.get("action", "")) if given.get("method", "").lower() == "post" else None
            if self.form:
                self.found.append(self.form)
        if self.form is None:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(name, given, self.form.fields)
        elif tag == "button" and name:
            self.form.fields.setdefault(name, [])  # sent only if it is pressed
        elif tag == "select" and name:
            self.listed, self.chosen = name, False
            self.form.fields[name] = []
        elif tag == "option" and self.listed:
            known = self.form.fields[self.listed]
            if "selected" in given or not (known or self.chosen):
                self.form.fields[self.listed] = [given.get("value", "")]
                self.chosen = "selected" in given
        elif tag == "textarea" and name:
            self.writing = name
            self.form.fields[name] = [""]

    def _input(self, name: str, given: dict[str, str], fields: Fields) -> None:
        kind = given.get("type", "text")
        if kind in ("radio", "checkbox"):
            known = fields.setdefault(name, [])
            if "checked" in given:
                known.append(given.get("value", "on"))
        elif kind in ("submit", "image"):
            fields.setdefault(name, [])
        elif kind not in ("button", "reset"):
            fields[name] = [given.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self.writing and self.form:
            self.form.fields[self.writing][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.listed = ""
        elif tag == "textarea":
            if self.form and self.writing:
                self.form.fields[self.writing] = [self.form.fields[self.writing][0].removeprefix("\n")]
            self.writing = ""
