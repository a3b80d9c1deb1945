"""What cards share, over the tables of the lake: who is counted, who is left out under which word, and how often.

A card selects from a view as from a table. A column that leaves somebody out says why, and is empty (NULL) where she
counts: so `coalesce(unborn, ...)` is a list of reasons, the first that applies. Plain SQL, for DuckDB and Spark alike.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class View(NamedTuple):
    """A statement under a name; what a row of it is."""

    name: str
    means: str
    sql: str


VIEWS = (
    View(
        "mothers",
        "every pregnancy, as its mother. `unborn`: there was no birth",
        """
SELECT *, 'mother' AS subject,
       CASE WHEN ended <> 'born' THEN 'not born' END AS unborn
FROM pregnancies
""",
    ),
    View(
        "children",
        "every child that was born. `not_live`: stillborn; `too_early`: before 22 completed weeks (154 days)",
        """
SELECT newborns.*, newborns.slot AS subject, watched_days, care_over,
       CASE WHEN outcome <> 'live' THEN 'stillborn' END AS not_live,
       CASE WHEN newborns.gestation_days IS NULL THEN 'gestation unknown'
            WHEN newborns.gestation_days < 154 THEN 'before 22 weeks' END AS too_early
FROM newborns JOIN pregnancies ON pregnancies.pregnancy = newborns.pregnancy
""",
    ),
    View(
        "first_stays",
        "every mother and child who went home or was readmitted: the minute of the first of each",
        """
SELECT pregnancy, slot AS subject,
       min(CASE WHEN event = 'discharge' THEN minute END) AS home_minute,
       min(CASE WHEN event = 'readmission' THEN minute END) AS back_minute
FROM stays WHERE number = 1 GROUP BY pregnancy, slot
""",
    ),
    View(
        "cared_for",
        "every mother with the maternity care that was given. `no_care`: none was, or it is not over",
        """
SELECT mothers.*, carers, given, first_day, last_day,
       coalesce(unborn, CASE WHEN carers IS NULL THEN 'no maternity care'
                             WHEN NOT care_over THEN 'care goes on' END) AS no_care
FROM mothers LEFT JOIN (
    SELECT pregnancy AS given_to, count(DISTINCT carer) AS carers, sum(hours) AS given,
           min(day) AS first_day, max(day) AS last_day
    FROM care_days GROUP BY pregnancy
) care ON given_to = pregnancy
""",
    ),
)  # each may select from those before it


def with_views(sql: str) -> str:
    """A statement, and after it every view that it selects from, as text: what a reader must read."""
    told = [sql]
    for view in reversed(VIEWS):
        if any(re.search(rf"\b{view.name}\b", each) for each in told):
            told.append(view.sql)
    return "".join(told)
