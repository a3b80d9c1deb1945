"""`kraamkring warn`: readings in, a level with its reasons out; and the chart as a picture."""

import argparse
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kraamkring.config.complaint import Complaint
from kraamkring.config.documents import Sentences, document, show

if TYPE_CHECKING:
    from kraamkring.core.warning import Chart, Warning

LANGUAGES = ("nl", "fr", "de", "en")


def add_arguments(subcommands: Any) -> None:
    """The grammar of the command."""
    warn = subcommands.add_parser(
        "warn",
        help="readings in; normal, watch or act, why, what to do, by whom and in which time, out",
        description="Holds readings against a chart. The answer is JSON in nl, fr, de and en; "
        "docs/warnings.md says which fields each chart takes.",
        allow_abbrev=False,
    )
    warn.add_argument("chart", metavar="CHART", nargs="?", help="the name of a chart; --list shows them")
    warn.add_argument(
        "readings", metavar="READINGS.json", nargs="?", help="the readings, or - for standard input"
    )
    warn.add_argument("--list", action="store_true", help="the charts there are, with source and certainty")
    warn.add_argument("--svg", metavar="FILE", help="draw the chart into this file as well")
    warn.add_argument("--page", metavar="FILE", help="the chart and its table as a page that prints (HTML)")
    warn.add_argument("--lang", choices=LANGUAGES, default="en", help="language of picture and page")
    warn.set_defaults(entry=print_warning)


def print_warning(chosen: argparse.Namespace) -> int:
    """Prints what the readings call for as JSON."""
    with Sentences():
        if chosen.list:
            return show({"format": "kraamkring.charts/1", "charts": _charts()})
        if not chosen.chart or not chosen.readings:
            raise Complaint("name a chart and a file of readings; kraamkring warn --list shows the charts.")
        return _warn(chosen)


def _warn(chosen: argparse.Namespace) -> int:
    from kraamkring.core.warning import judge, read
    from kraamkring.core.warning.report import warning_report
    from kraamkring.packs.charts import chart, chart_sources, chart_wording

    held = chart(chosen.chart)
    warning = judge(held, read(held, document(chosen.readings)))
    if chosen.svg or chosen.page:
        _draw(chosen, held, warning)
    return show(warning_report(warning, chart_wording(), chart_sources()))


def _draw(chosen: argparse.Namespace, held: "Chart", warning: "Warning") -> None:
    from kraamkring.doors.ui.charts import page, picture, standalone
    from kraamkring.packs.charts import chart_wording

    if held.drawn is None:
        raise Complaint(f"the chart {held.id} is not drawn; leave --svg and --page away.")
    drawn = picture(warning, chart_wording(), chosen.lang)
    if chosen.svg:
        _write(Path(chosen.svg), standalone(drawn))
    if chosen.page:
        _write(Path(chosen.page), page(drawn))


def _charts() -> list[dict[str, Any]]:
    from kraamkring.core.warning.report import chart_report
    from kraamkring.packs.charts import chart, chart_names, chart_sources

    return [
        {**chart_report(chart(name), chart_sources()), "drawn": chart(name).drawn is not None}
        for name in chart_names()
    ]


def _write(path: Path, text: str) -> None:
    """The whole file or none: written beside it first, then put in its place."""
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except (OSError, ValueError) as error:
        raise Complaint(f"{path} cannot be written ({_reason(error)}).") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except OSError as error:
        Path(beside).unlink(missing_ok=True)
        raise Complaint(f"{path} cannot be written ({_reason(error)}).") from None


def _reason(error: Exception) -> str:
    return ((error.strerror if isinstance(error, OSError) else None) or "this is not a file name").lower()
