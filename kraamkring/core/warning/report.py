"""A warning as JSON: level, why, what to do, by whom, within what time; and on what all of it rests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..pathway.cards import Source
from .chart import Chart, Rule, Wording
from .judge import Reason, Warning
from .wording import both, plain, within

FORMAT = "kraamkring.warning/1"


def warning_report(warning: Warning, wording: Wording, sources: Mapping[str, Source]) -> dict[str, Any]:
    """The whole answer. Instants keep the offset with which they were given."""
    chart, first = warning.chart, warning.first
    action = wording.actions[first.rule.action if first else chart.normal_action]
    filling = first.finding.filling if first else filling_of(warning)
    hours = warning.within_hours
    return {
        "format": FORMAT,
        "chart": chart_report(chart, sources),
        "level": warning.level,
        "level_words": plain(wording.levels[warning.level]),
        "what": both(chart, wording, action, filling),
        "within_hours": hours,
        "within": None if hours is None else within(wording, hours),
        "within_from": None if first is None else first.rule.within_from,
        "who": [{"role": role, "words": plain(wording.roles[role])} for role in action.who],
        "why": [_why(reason, warning, wording, sources) for reason in warning.reasons]
        or [_why_normal(warning, wording, filling)],
        "readings": [
            {"at": _written(point.at), "level": level, **point.shown}
            for point, level in zip(warning.found.points, warning.levels, strict=True)
        ],
        "not_measured": list(warning.found.not_measured),
        "assumed": [{"what": name, "words": plain(wording.words[name])} for name in warning.found.assumed],
        "left_out": [plain(words) for words in chart.left_out],
        "to_be_confirmed": plain(wording.to_be_confirmed) if chart.certainty == "to be confirmed" else None,
        "proposed": plain(wording.proposed) if chart.certainty == "proposed" else None,
        "support_only": {
            "parent": plain(wording.support_only.parent),
            "professional": plain(wording.support_only.professional),
        },
        "reviewed": chart.sign.checked_by != "not reviewed",
        "not_reviewed": plain(wording.not_reviewed) if chart.sign.checked_by == "not reviewed" else None,
    }


def chart_report(chart: Chart, sources: Mapping[str, Source]) -> dict[str, Any]:
    """What the chart is, with its source and edition."""
    return {
        "id": chart.id,
        "title": plain(chart.title),
        "about": chart.about,
        "edition": chart.edition,
        "certainty": chart.certainty,
        "note": plain(chart.note),
        "sources": [
            {"id": cited.id, "title": sources[cited.id].title, "where": cited.where, "says": cited.says}
            for cited in chart.sources
        ],
        "licence": chart.licence,
        "checked_by": chart.sign.checked_by,
        "next_review": chart.sign.next_review.isoformat(),
    }


def _why(reason: Reason, warning: Warning, wording: Wording, sources: Mapping[str, Source]) -> dict[str, Any]:
    rule = reason.rule
    return {
        "rule": f"{warning.chart.id}/{rule.id}",
        "level": rule.level,
        **both(warning.chart, wording, rule, reason.finding.filling),
        "within_hours": rule.within_hours,
        "source": _cited(rule, sources),
        "certainty": rule.certainty,
    }


def _why_normal(warning: Warning, wording: Wording, filling: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "rule": f"{warning.chart.id}/normal",
        "level": "normal",
        **both(warning.chart, wording, warning.chart.normal, filling),
        "within_hours": None,
        "source": warning.chart.edition,
        "certainty": warning.chart.certainty,
    }


def filling_of(warning: Warning) -> dict[str, Any]:
    """Everything that was found, by name: what fills the words when no rule holds."""
    return {name: value for finding in warning.found.decisive for name, value in finding.filling.items()}


def _cited(rule: Rule, sources: Mapping[str, Source]) -> str:
    if rule.source == "ours":
        return "Kraamkring"
    source = sources[rule.source]
    return f"{source.title} ({source.publisher}, {source.year})"


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
