"""Read before anything else: the environment of a test run, which shares nothing with the demo in the checkout.

The test processes of pytest-xdist inherit it, so that all of them use one home folder and one PostgreSQL.
"""

import os
import tempfile
from pathlib import Path

MARK = "KRAAMKRING_TEST_RUN"

if MARK not in os.environ:
    home = Path(tempfile.mkdtemp(prefix="kraamkring-test-"))
    home.chmod(0o755)  # PostgreSQL's own account must be able to enter
    os.environ[MARK] = str(os.getpid())
    os.environ["KRAAMKRING_HOME"] = str(home)
    os.environ["KRAAMKRING_STAGE"] = "test"
    os.environ["KRAAMKRING_ROLE_PREFIX"] = f"kraamkring_test_{os.getpid()}"
    os.environ.pop("DATABASE_APP_URL", None)
    os.environ.pop("KRAAMKRING_DATABASE_AS", None)


def started_here() -> bool:
    """Whether this process began the test run (and so must clean up after it)."""
    return os.environ.get(MARK) == str(os.getpid())


def _keep_compiled_code() -> None:
    from kraamkring.config.compiled_code import keep_compiled_code

    kept, place = (
        Path(__file__).parents[1] / ".run" / "compiled",
        Path(os.environ["KRAAMKRING_HOME"]) / "compiled",
    )
    kept.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        place.symlink_to(kept, target_is_directory=True)
    keep_compiled_code()


# In the checkout: the planner is compiled once for all test runs, and for the commands that they start.
_keep_compiled_code()
