"""Prints what web and worker get besides, as the demo gives it to them, and how PostgreSQL is stopped."""

import json
import sys

from kraamkring.config.database.cluster import known_cluster
from kraamkring.config.processes.children import working_environment
from kraamkring.config.processes.database_use import how_to_stop

NEEDED = ("DATABASE_APP_URL", "KRAAMKRING_DATABASE_AS", "KRAAMKRING_STAGE")

if __name__ == "__main__":
    working, cluster = working_environment(), known_cluster()
    assert cluster, "it was started before"
    told = {"working": {name: working[name] for name in NEEDED}, "stopping": how_to_stop(cluster)}
    sys.stdout.write(json.dumps(told))
