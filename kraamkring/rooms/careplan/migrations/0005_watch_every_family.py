"""Families that were booked before are due at once: the next sweep works out how they stand."""

from __future__ import annotations

from django.db import migrations

FILL = """
INSERT INTO careplan_watch (episode_id, urgency, needs, acts_at, looked_at)
SELECT id, 3, 0, registered_at, registered_at FROM people_pregnancyepisode
ON CONFLICT (episode_id) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("careplan", "0004_watch_and_alarms")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop, elidable=True)]
