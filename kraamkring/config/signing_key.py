"""The key with which programs are told who signed in (OpenID Connect)."""

import os
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from kraamkring.config.complaint import Complaint

DEMO = b"the signing key of every demo of Kraamkring: known to everybody"


def signing_key(stage: str) -> str:
    """KRAAMKRING_SIGNING_KEY: a private key on the curve P-256, as PEM. A demo has one that is known to everybody.
    Empty where production was given none: then nobody is told who signed in."""
    given = os.environ.get("KRAAMKRING_SIGNING_KEY", "")
    if not given:
        return "" if stage == "production" else _demo_key()
    try:
        key = load_pem_private_key(given.encode(), None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise Complaint("KRAAMKRING_SIGNING_KEY is no private key on the curve P-256 (PEM).")
    return given


def _demo_key() -> str:
    key = ec.derive_private_key(int.from_bytes(sha256(DEMO).digest(), "big"), ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
