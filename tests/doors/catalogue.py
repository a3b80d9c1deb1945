"""The messages of the doors: read from code and templates, written to .po, compiled to .mo. All with Babel.

`python -m tests.doors.catalogue` adds new messages to each .po (empty, for a person to translate), drops those that
are gone, and compiles. No gettext of the system is needed.

The storeys below know no gettext: they refuse in English, and a page says the same sentence in the reader's language.
So the sentences of their refusals are read too, and stand in the catalogue of `ui`, which every page has.

Turkish and Arabic are written for what parents can meet: their own door, signing in, one's own settings, and what is
refused in the modules that their door reaches.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

DOORS = Path(__file__).parents[2] / "kraamkring" / "doors"
LANGUAGES = ("nl", "fr", "de")  # English is the language of the code
OF_PARENTS = ("tr", "ar")
READ_BY_PARENTS = (  # of the doors: their own, signing in, and the pages about oneself
    "ui/",
    "parents/",
    "entrance/",
    "staff/me/",
    "staff/templates/staff/me/",
    "staff/devices/",
    "staff/templates/staff/devices/",
)
KEYWORDS = {
    "_": None,
    "_t": None,
    "_in": ((1, "c"), 2),
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
REFUSALS = (
    "Refusal",
    "NotThere",
    "NotAllowed",
    "ImpossibleFact",
)  # core.kernel.errors: field, problem, remedy
SENTENCES = "SENTENCES"  # where a module keeps its refusals as a table: code -> sentence
WITHOUT_PAGES = (
    "exports",
    "imports",
    "jobs",
    "feeds",
    "fhir",
    "receipts",
    "wards",
)  # doors for machines and the command line, which speak English
OF_COMMANDS = (
    "core/exchange/dialects",
    "packs/dialects.py",
    "flows/export_record.py",
    "core/entitlements",
    "core/kraamzorg",
    "core/planning",
    "core/vulnerability",
    "core/warning/finding.py",
    "core/warning/growth.py",
    "core/warning/questionnaire.py",
    "core/warning/reading.py",
    "core/warning/trend.py",
    "core/warning/vital_signs.py",
    "core/explaining.py",
    "core/kernel/document.py",
    "config",
    "packs/numbers.py",
    "packs/leave.py",
    "packs/kraamzorg.py",
    "packs/charts.py",
)  # what only commands ask, which speak English; a page that asks it takes it off this list
REFUSED = "core, rooms and flows refuse with this"


def doors() -> list[Path]:
    """The doors that people open, which speak their language."""
    return sorted(
        folder.parent for folder in DOORS.glob("*/__init__.py") if folder.parent.name not in WITHOUT_PAGES
    )


def languages(door: Path) -> tuple[str, ...]:
    """The languages a door is translated into."""
    read = any(each.split("/")[0] == door.name for each in READ_BY_PARENTS)
    return (*LANGUAGES, *OF_PARENTS) if read else LANGUAGES


@cache
def messages(door: Path, language: str = "") -> Catalog:
    """Every message that the code and the templates of a door ask for; in a language of parents, of what they meet."""
    found = Catalog(project="Kraamkring", fuzzy=False)
    met = met_by_parents() if language in OF_PARENTS else None
    for file in sorted((*door.rglob("*.py"), *door.rglob("*.html"))):
        if met is not None and not file.relative_to(DOORS).as_posix().startswith(READ_BY_PARENTS):
            continue
        for line, message, _, context in extract("python", _source(file), KEYWORDS):
            place = (file.relative_to(DOORS.parents[1]).as_posix(), line)
            flags = ["python-format"] if "%(" in str(message) else []
            found.add(message, None, [place], context=context, flags=flags)
    if door.name == "ui":
        for sentence, file, line in refused():
            if met is not None and file not in met:
                continue
            place = (file.relative_to(DOORS.parents[1]).as_posix(), line)
            flags = ["python-format"] if "%(" in sentence else []
            found.add(sentence, None, [place], auto_comments=[REFUSED], flags=flags)
    return found


@cache
def refused() -> tuple[tuple[str, Path, int], ...]:
    """Every sentence with which something is refused, and where it stands. An f-string is no sentence yet: what
    varies in it is given by name (`Refusal(..., day="...")`)."""
    return tuple(_refused())


def _refused() -> Iterator[tuple[str, Path, int]]:
    for file in sorted(DOORS.parent.rglob("*.py")):
        if file.relative_to(DOORS.parent).as_posix().startswith(OF_COMMANDS):
            continue
        if file.is_relative_to(DOORS) and file.relative_to(DOORS).parts[0] in WITHOUT_PAGES:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS:
                said: list[ast.expr | None] = list(node.args[1:3])
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == SENTENCES:
                said = list(node.value.values) if isinstance(node.value, ast.Dict) else []
            else:
                continue
            for one in said:
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value:
                    yield one.value, file, one.lineno


@cache
def met_by_parents() -> frozenset[Path]:
    """The files of the modules that the door of parents reaches by its imports, and of what is read by them."""
    package = DOORS.parent
    files = {
        ".".join(file.relative_to(package.parent).with_suffix("").parts).removesuffix(".__init__"): file
        for file in package.rglob("*.py")
    }
    seen: set[str] = set()
    ahead = [
        name for name in files if f"{name}.".startswith(tuple(_module(each) for each in READ_BY_PARENTS))
    ]
    while ahead:
        name = ahead.pop()
        if name in files and name not in seen:
            seen.add(name)
            ahead += _imported(name, files[name])
    return frozenset(files[name] for name in seen)


def _module(door: str) -> str:
    return f"kraamkring.doors.{door.replace('/', '.')}"


def _imported(name: str, file: Path) -> Iterator[str]:
    """The full names that a module imports, whether they are modules or stand in one."""
    package = name.split(".") if file.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            yield source
            yield from (f"{source}.{each.name}" for each in node.names)


def _source(file: Path) -> io.BytesIO:
    """Python text; a template becomes Python as Django itself makes it of one."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        from django.utils.translation.template import templatize

        text = "\n".join(line.strip() for line in templatize(text, origin=str(file)).splitlines())
    return io.BytesIO(text.encode())


def po_file(door: Path, language: str) -> Path:
    return door / "locale" / language / "LC_MESSAGES" / "django.po"


def read(file: Path, language: str) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    """What the .mo must hold."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def faults(door: Path, language: str) -> Iterator[str]:
    """What is missing, too many, untranslated or uncertain in a .po; and a .mo that was not compiled anew."""
    file = po_file(door, language)
    wanted, there = messages(door, language), read(file, language)
    names = {(message.id, message.context) for message in wanted if message.id}
    translated = {(message.id, message.context) for message in there if message.id}
    yield from (f"{language}: missing {name}" for name in names - translated)
    yield from (f"{language}: no longer asked for {name}" for name in translated - names)
    for message in there:
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and (message.fuzzy or not all(texts)):
            yield f"{language}: not translated {message.id}"
        yield from (f"{language}: {message.id}: {error}" for error in message.check(there))
    if compiled(there) != file.with_suffix(".mo").read_bytes():
        yield f"{language}: {file.with_suffix('.mo').name} is older than its .po"


def refresh() -> None:
    """Brings every .po and .mo up to date."""
    for door in doors():
        for language in languages(door):
            wanted = messages(door, language)
            file = po_file(door, language)
            file.parent.mkdir(parents=True, exist_ok=True)
            there = read(file, language) if file.exists() else Catalog(locale=language, project="Kraamkring")
            there.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
            there.obsolete.clear()
            there.fuzzy = False
            with file.open("wb") as opened:
                write_po(opened, there, width=110, omit_header=False, sort_output=True, no_location=True)
            file.with_suffix(".mo").write_bytes(compiled(read(file, language)))
            empty = sum(1 for message in there if message.id and not message.string)
            sys.stdout.write(f"{door.name} {language}: {len(there)} messages, {empty} to translate\n")


if __name__ == "__main__":
    refresh()
