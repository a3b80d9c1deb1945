"""The page of the forms of registries, printed from the cards, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kraamkring.core.registering import FormCard, FormField
from kraamkring.packs.forms import TOGETHER, forms

ROOT = Path(__file__).parents[2]


def form_pages() -> dict[Path, str]:
    """The page with its text."""
    return {ROOT / "docs" / "forms.md": "\n".join(_page()) + "\n"}


def _page() -> Iterator[str]:
    yield "# Forms of registries\n"
    yield "*Printed by `make manual` from the cards in `packs/*/forms`. Change those, not this page.*\n"
    together = ", ".join(
        f"`{name}` is {' and '.join(f'`{each}`' for each in ids)}" for name, ids in TOGETHER.items()
    )
    yield (
        f"`kraamkring form FORM EPISODE --as EMAIL [-o FILE]` writes one; {together}. Exit code 0: complete; 1: "
        "written, and what is missing stands on standard error; 2: refused. What the record holds is read there. What "
        "it has no place for is asked once, for the form, and kept in rows that are only added to. A form counts as "
        "sent when somebody says so; a change after that is a correction with a version of its own "
        "([ADR 0905](adr/0905-forms-follow-from-the-record.md)).\n"
    )
    yield (
        "**The schema of eBirth and an example of its messages were not to be had.** The codes of transactions, items "
        "and lists are those of the reference; the envelope is KMEHR as it is known in public, it was validated "
        "against nothing, and every message says so in a comment. Nothing here talks to eBirth itself. In it:\n"
    )
    yield from (
        "- a `folder` for the mother and for each newborn, with the `patient`: SSIN where there is one, names, date "
        "(and time) of birth, sex;",
        "- in each a `transaction` for each form, with its author, `iscomplete`, and `isvalidated` always false;",
        "- in each an `item` for each field: `CD-ITEM-EBIRTH`, and its content: `cd` (a code of its list), `decimal` "
        "with `unit`, `boolean`, `date` or `text`. Several codes are several `content`; looked at and none is "
        "`boolean` false; what is not known is a `cd` of `CD-EBIRTH-SPECIALVALUES`.",
        "",
    )
    yield (
        "**A form in our own document** is one whose register has published no schema. `forms` (`version`, `id`, "
        "`written`) holds a `form` (`id`, `complete`), in it a `subject` (`slot`: `mother`, `newborn-1`) for each "
        "person, and in that a `field` (`name`, `kind`, `unit` where there is one) with its value: `true` or `false`, "
        "a code, a number, a date, a moment with its offset, or text. What is not filled has no field "
        "([ADR 0908](adr/0908-a-second-register-and-its-own-document.md)).\n"
    )
    for card in forms().values():
        yield from _form(card)


def _form(card: FormCard) -> Iterator[str]:
    due = f"within {card.due_hours} hours of the first birth" if card.due_hours else "not found"
    due += ", or to the end of the next working day" if card.or_next_working_day else ""
    yield f"## {card.title.en} (`{card.id}`)\n"
    envelope = f"Transactions: `{card.mother}`, `{card.newborn}`" if card.mother else "In our own document"
    yield f"To: {card.to}. {envelope}. Due: {due}. {card.certainty}; "
    yield f"{card.sign.checked_by}. {card.note}\n"
    if card.watch:
        stays = ", ".join(f"`{name}` below {hours} h" for name, hours in card.watch.stays.items())
        yield f"Watched: {card.watch.days} x 24 hours from the birth. Stays: {stays}, else `{card.watch.longest}`.\n"
    for source in card.sources:
        yield f"- `{source.id}`, {source.where}: {source.says}"
    yield "\n| field | about | what | where it is read | what it may be | asked | must be there | how sure |"
    yield "|---|---|---|---|---|---|---|---|"
    for field in card.fields:
        yield f"| {' | '.join(_row(field))} |"
    yield ""


def _row(field: FormField) -> tuple[str, ...]:
    place = "" if field.told else " (with the patient or the author)"
    return (
        f"`{field.item}`{place}",
        field.about,
        field.title.en,
        f"`{field.reads}`" if field.reads else "on the form",
        _may_be(field),
        f"if `{field.only_if}`" if field.only_if else "always",
        "yes" if field.required else "no",
        f"{field.certainty}. {field.note}".rstrip(". ") + ("." if field.note else ""),
    )


def _may_be(field: FormField) -> str:
    if field.codes:
        what = ", ".join(f"`{each}`" for each in field.codes)
    elif field.kind == "number":
        what = f"{field.least} to {field.most} {field.unit}".rstrip()
    else:
        what = field.kind.replace("_", " or ")
    return what + "".join(f", `{each}`" for each in field.special)
