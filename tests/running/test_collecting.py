"""The web application as a server loads it."""

import subprocess
import sys

LOADED = (
    "import gc, kraamkring.config.wsgi as loaded; print(gc.get_threshold()[0], gc.get_freeze_count() > 0)"
)


def test_garbage_is_looked_for_seldom_once_all_is_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["50000", "True"]
