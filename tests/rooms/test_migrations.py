"""What the tables are is what the migrations make of them."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def test_no_migration_is_missing() -> None:
    loader = MigrationLoader(None)
    found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(
        graph=loader.graph
    )
    ours = {app: [each.name for each in migrations] for app, migrations in found.items()}
    assert ours == {}
