"""Where what stands, as programs are told."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse


def issuer(request: HttpRequest) -> str:
    """Who signs, and whose pages these are."""
    return request.build_absolute_uri("/").rstrip("/")


def fhir_base(request: HttpRequest) -> str:
    """The address of the record, as a program names it (`aud`)."""
    return request.build_absolute_uri("/fhir")


def whole(request: HttpRequest, name: str) -> str:
    """The whole address of a page or an endpoint."""
    return request.build_absolute_uri(reverse(name))
