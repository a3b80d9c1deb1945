"""The key with which we say who signed in. Without one nobody is told (`openid` is not offered)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from joserfc.jwk import ECKey, KeySet

ALGORITHM = "ES256"


def signs() -> bool:
    """Whether there is a key."""
    return bool(settings.SIGNING_KEY)


def signing_key() -> ECKey:
    """The key, with its thumbprint as its name (RFC 7638)."""
    return _read(settings.SIGNING_KEY)


def public_keys() -> dict[str, Any]:
    """Its public half, as programs read it (JWKS)."""
    if not signs():
        return {"keys": []}
    return dict(KeySet([signing_key()]).as_dict(private=False))


@lru_cache(maxsize=2)
def _read(pem: str) -> ECKey:
    key = ECKey.import_key(pem, {"use": "sig", "alg": ALGORITHM})
    key.ensure_kid()
    return key
