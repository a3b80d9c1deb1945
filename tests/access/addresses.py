"""Every address of the URLconf, with its name and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver


class Address(NamedTuple):
    """name: of its pattern; asks: what stands in the address, by name, with the kind of each."""

    name: str
    asks: dict[str, str]
    view: object


def addresses() -> list[Address]:
    """All of them; one that has no name is called after its view."""
    return list(_under(get_resolver(), {}))


def _under(resolver: URLResolver, above: dict[str, str]) -> Iterator[Address]:
    for each in resolver.url_patterns:
        asks = above | {key: type(kind).__name__ for key, kind in each.pattern.converters.items()}
        if isinstance(each, URLPattern):
            yield Address(each.name or each.lookup_str, asks, each.callback)
        else:
            yield from _under(each, asks)
