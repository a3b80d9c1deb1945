"""The table of what is observed: what stands in it is a test, and with the words of the packs the page of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kraamkring.core.observing import Block, Limits, Observable
from kraamkring.core.observing.observable import Ground
from kraamkring.core.pathway.cards import LANGUAGES
from kraamkring.packs.charts import chart_sources
from kraamkring.packs.observations import blocks

HERE = Path(__file__).parent / "observing.txt"
PAGE = Path(__file__).parents[2] / "docs" / "observing.md"
PRINTED = "*Printed from the packs by `make manual`; tests/spec/observing.txt says the same. Change those.*"


class ObservingRow(NamedTuple):
    """One observable, in the notation of the table: `-` for nothing, `30..44` for limits, with their chart."""

    block: str
    observable: str
    kind: str
    unit: str
    step: str
    possible: str
    usual: str
    normal: str
    module: str
    asked: str
    parents: str
    step_done: str
    certainty: str
    answers: str


class BlockRow(NamedTuple):
    """One block, in the order of a visit."""

    block: str
    about: str
    asked_from: str
    together_hours: str
    place: str


def written() -> tuple[list[BlockRow], list[ObservingRow]]:
    """Both parts of the table."""
    first, second = HERE.read_text(encoding="utf-8").split("\n\n")
    return (
        [BlockRow(*_cells(line)) for line in first.splitlines()[2:]],
        [ObservingRow(*_cells(line)) for line in second.splitlines()[2:] if line],
    )


def as_the_packs_have_it() -> tuple[list[BlockRow], list[ObservingRow]]:
    """The same, from the packs."""
    return (
        [_block(block) for block in blocks()],
        [_observable(each) for block in blocks() for each in block.observables],
    )


def table(blocks_told: list[BlockRow], told: list[ObservingRow]) -> str:
    """Both parts as text, in columns: how the table was first written."""
    return "\n\n".join([_columns(BlockRow, blocks_told), _columns(ObservingRow, told)]) + "\n"


def _columns(kind: type[BlockRow] | type[ObservingRow], rows: list[BlockRow] | list[ObservingRow]) -> str:
    head = tuple(name.replace("_", " ") for name in kind._fields)
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    lines = [
        " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in (head, *rows)
    ]
    return "\n".join(
        line.rstrip() for line in [lines[0], " | ".join("-" * width for width in widths), *lines[1:]]
    )


def _block(block: Block) -> BlockRow:
    hours = "-" if block.together_hours is None else f"{block.together_hours:g}"
    return BlockRow(block.id, block.about, block.asked_from, hours, str(block.order))


def _observable(each: Observable) -> ObservingRow:
    number = each.kind in ("number", "count")
    return ObservingRow(
        block=each.block,
        observable=each.id,
        kind=each.kind,
        unit=each.unit or "-",
        step=f"{each.step:g}" if number else "-",
        possible=_limits(each.hard),
        usual=_limits(each.soft),
        normal={True: "yes", False: "no", None: "-"}.get(each.normal, str(each.normal)),  # type: ignore[call-overload]
        module=each.module,
        asked=each.asked,
        parents="yes" if each.self_report else "-",
        step_done=each.step_done or "-",
        certainty=each.certainty,
        answers=", ".join(choice.id for choice in each.choices) or "-",
    )


def _limits(limits: Limits | None) -> str:
    if limits is None:
        return "-"
    ends = ("" if end is None else f"{end:g}" for end in (limits.lowest, limits.highest))
    chart = f" {limits.chart}{f' {limits.rule}' if limits.rule else ''}" if limits.chart else ""
    return "..".join(ends) + chart


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("|"))


def observing_pages() -> dict[Path, str]:
    """The page of everything that is observed."""
    lines = [
        "# What is measured and seen", "", PRINTED, "",
        "No clinician has reviewed this list. What a maternity-week record holds is taken from the dataset; the words "
        "are ours. *Possible*: outside it a value is refused. *Usual*: outside it somebody says why; where a warning "
        "chart exists, it is what the chart calls normal. *All normal*: what the button of a block writes, after it is "
        "confirmed; a number is never written by it. *Parents*: they may write it themselves. *verified* was read in "
        "the source; *reading* is our reading of it; *to be confirmed* was not checked; *proposed* is ours. How a "
        "value is written, corrected and judged: [ADR 0602](adr/0602-what-is-measured-and-seen.md). "
        "What the charts say: [charts of warnings](protocols/warning/README.md).",
        "",
    ]  # fmt: skip
    for block in blocks():
        lines += _page_of(block)
    lines += ["## Sources", ""]
    cited = {ground.id for block in blocks() for each in block.observables for ground in _grounds(each)}
    for key, source in chart_sources().items():
        if key in cited:
            lines.append(
                f"- `{key}`: {source.title}. {source.publisher}, {source.year}. {source.where}. {source.licence}."
            )
    return {PAGE: "\n".join([*lines, ""])}


def _page_of(block: Block) -> list[str]:
    others = ", ".join(getattr(block.title, language) for language in LANGUAGES if language != "en")
    since = "" if block.asked_from == "birth" else " Asked from the booking on."
    together = ""
    if block.together_hours is not None and block.together_source is not None:
        together = f" Values within {block.together_hours:g} h are one set. {block.together_source.says}"
    lines = [
        f"## {block.title.en} (`{block.id}`)",
        "",
        f"*{others}.* Of the {block.about}.{since}{together}",
        "",
        "| what | | possible | usual | all normal | parents | rests on | certainty |",
        "|---|---|---|---|---|---|---|---|",
    ]
    return [*lines, *(_line(each) for each in block.observables), ""]


def _line(each: Observable) -> str:
    row = _observable(each)
    kind = each.unit or row.kind.replace("_", " or ")
    if each.choices:
        kind = "; ".join(
            f"{choice.words.en}{f' ({choice.code})' if choice.code else ''}" for choice in each.choices
        )
    what = f"{each.words.en} (`{each.id}`)"
    if each.asked != "any birth":
        what += f", {each.asked}"
    if each.module == "psychosocial":
        what += ", shielded"
    rests = " ".join(_stands(ground) for ground in _grounds(each))
    normal = next((choice.words.en for choice in each.choices if choice.id == each.normal), row.normal)
    possible, usual = _in_words(each.hard), _in_words(each.soft)
    return (
        f"| {what} | {kind} | {possible} | {usual} | {normal} | {row.parents} | {rests} | {each.certainty} |"
    )


def _in_words(limits: Limits | None) -> str:
    """`30 to 44 (chart meows)`."""
    if limits is None:
        return "-"
    rests = f" (chart {limits.chart})" if limits.chart else ""
    if limits.rule:
        return f"follows from the birth, rule {limits.rule}{rests}"
    if limits.lowest is None:
        return f"up to {limits.highest:g}{rests}"
    if limits.highest is None:
        return f"from {limits.lowest:g}{rests}"
    return f"{limits.lowest:g} to {limits.highest:g}{rests}"


def _stands(ground: Ground) -> str:
    place = f"{ground.id}, {ground.where}" if ground.where else ground.id
    return f"{ground.says} ({place})".strip()


def _grounds(each: Observable) -> list[Ground]:
    limits = [limit.source for limit in (each.hard, each.soft) if limit and not limit.chart]
    return [each.source, *limits]
