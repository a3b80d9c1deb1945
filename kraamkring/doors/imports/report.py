"""What became of every element of the input: by place and kind, never with a value, a name or an id of the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from kraamkring.flows.import_record import Imported

from .files import Resource

WHY: Mapping[str, str] = {
    "another": "it tells of somebody who is not of this family, or does not say of whom",
    "twice": "the same resource came before",
    "longest_leaf": "it is an attachment of more than 100,000 characters",
}


def report_of(resources: Sequence[Resource], imported: Imported, *, dry_run: bool) -> dict[str, Any]:
    """The whole report. counts: elements; they add up to `elements`. Every element stands in it once: taken (it comes
    back as it came), kept, or refused. understood: of what is kept, what was read for a fact that says less."""
    told = [_resource(each, imported.entries) for each in resources]
    counts = Counter(
        {"taken": 0, "kept": 0, "refused": 0}
        | {name: sum(len(each[name]) for each in told) for name in ("taken", "kept", "refused")}
    )
    return {
        "result": _result(imported, dry_run),
        "pregnancy": str(imported.episode) if imported.episode and not dry_run else None,
        "fresh": imported.fresh,
        "elements": sum(1 for each in resources for _leaf in each.leaves()),
        "counts": dict(counts),
        "understood": sum(len(each["understood"]) for each in told),
        "resources": told,
    }


def _result(imported: Imported, dry_run: bool) -> str:
    if dry_run:
        return "dry run: nothing was written"
    return "taken over" if imported.fresh else "known already: nothing was written"


def _resource(resource: Resource, entries: Mapping[str, UUID]) -> dict[str, Any]:
    taken, kept, refused, understood = [], [], [], []
    for path, leaf in resource.leaves():
        if leaf.why:
            refused.append({"element": path, "why": WHY[leaf.why]})
        elif leaf.into:
            taken.append({"element": path, "into": _into(leaf.into, entries)})
        else:
            kept.append(path)
            if leaf.part:
                understood.append({"element": path, "for": _into(leaf.part, entries)})
    return {
        "resource": resource.label,
        "taken": taken,
        "kept": kept,
        "refused": refused,
        "understood": understood,
    }


def _into(into: str, entries: Mapping[str, UUID]) -> str:
    """`births 0198c1f0-...`: the kind, and the entry that it became; a person or a place in the network: the kind."""
    kind = into.partition("/")[0]
    return f"{kind} {entries[into]}" if into in entries else kind


def in_words(report: Mapping[str, Any]) -> Iterator[str]:
    """The report for a person: what came of it, the sums, and one line for each resource."""
    counts = report["counts"]
    yield f"{report['result']}" + (f": pregnancy {report['pregnancy']}" if report["pregnancy"] else "")
    yield (
        f"{report['elements']} elements: {counts['taken']} taken, {counts['kept']} kept beside the record, "
        f"{counts['refused']} refused"
        + (f"; {report['understood']} of those kept were understood" if report["understood"] else "")
    )
    for each in report["resources"]:
        kinds = Counter(taken["into"].partition(" ")[0] for taken in each["taken"])
        became = ", ".join(f"{kind} {many}" for kind, many in sorted(kinds.items()))
        parts = [f"taken {len(each['taken'])} ({became})"] if became else []
        parts += [f"kept {len(each['kept'])}"] if each["kept"] else []
        parts += [f"refused {len(each['refused'])}: {why}" for why in _reasons(each)]
        yield f"{each['resource']:<28} {'; '.join(parts) or 'no elements'}"


def _reasons(told: Mapping[str, Any]) -> list[str]:
    return sorted({each["why"] for each in told["refused"]})
