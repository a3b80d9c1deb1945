"""Prints the environment of web and worker, as the demo gives it to them."""

import json
import sys

from kraamkring.config.processes.children import working_environment

NEEDED = ("DATABASE_APP_URL", "KRAAMKRING_DATABASE_AS", "KRAAMKRING_STAGE")

if __name__ == "__main__":
    working = working_environment()
    sys.stdout.write(json.dumps({name: working[name] for name in NEEDED}))
