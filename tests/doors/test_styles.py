"""The style sheets: they turn for right-to-left, ask no other host, and hold no colour outside of the tokens."""

import re
from pathlib import Path

import pytest

STYLES = sorted((Path(__file__).parents[2] / "kraamkring/doors/ui/static/ui").glob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset)-)?(?:left|right|top|bottom)(?:-\w+)*\s*:"
    r"|text-align:\s*(?:left|right)"
)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsl", re.IGNORECASE)


def rules(file: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("file", STYLES, ids=lambda file: file.name)
def test_only_logical_properties(file: Path) -> None:
    assert not PHYSICAL.findall(rules(file))


@pytest.mark.parametrize("file", STYLES, ids=lambda file: file.name)
def test_nothing_from_elsewhere(file: Path) -> None:
    assert "@import" not in rules(file)
    assert all(address.startswith("fonts/") for address in re.findall(r'url\("(.*?)"\)', rules(file)))


@pytest.mark.parametrize("name", ["components.css", "pictures.css"])
def test_colours_are_tokens(name: str) -> None:
    found = next(file for file in STYLES if file.name == name)
    assert not COLOUR.findall(rules(found))


def test_the_letters_come_with_their_licence() -> None:
    fonts = STYLES[0].parent / "fonts"
    for licence in ("OFL.txt", "OFL-noto-sans-arabic.txt"):
        assert "SIL OPEN FONT LICENSE" in (fonts / licence).read_text(encoding="utf-8").upper()
    latin, arabic = ([*fonts.glob(f"{name}*.woff2")] for name in ("atkinson", "noto-sans-arabic"))
    assert latin
    assert arabic
    assert all(sum(font.stat().st_size for font in each) < 60_000 for each in (latin, arabic))
