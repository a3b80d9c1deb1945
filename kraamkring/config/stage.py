"""What this process is for: production, demo or test; and which secret key follows from it."""

import os

from kraamkring.config.complaint import Complaint
from kraamkring.config.secrets import kept_secret

DATABASE_VARIABLES = {"DATABASE_URL", "DATABASE_APP_URL"}
STAGES = ("production", "demo", "test")


def stage() -> str:
    """KRAAMKRING_STAGE, or production when a database is given, or demo (the embedded database)."""
    by_default = "production" if DATABASE_VARIABLES.intersection(os.environ) else "demo"
    chosen = os.environ.get("KRAAMKRING_STAGE") or by_default
    if chosen not in STAGES:
        raise Complaint(f"KRAAMKRING_STAGE is '{chosen}'; it must be one of {', '.join(STAGES)}.")
    return chosen


def secret_key(for_stage: str) -> str:
    """The secret key from the environment; a demo keeps a generated one, production must be given it."""
    given = os.environ.get("KRAAMKRING_SECRET_KEY")
    if given:
        return given
    if for_stage == "production":
        raise Complaint(
            "KRAAMKRING_SECRET_KEY is not set; production needs one (KRAAMKRING_STAGE=demo makes its own)."
        )
    if for_stage == "test":
        return "a secret key of tests, and of nothing else"
    return kept_secret("secret_key")
