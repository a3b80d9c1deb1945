"""A chart as a page by itself, that prints: what to do, the picture, and every reading in a table."""

from __future__ import annotations

from html import escape

from .drawing import SHAPES, draw, style
from .picture import Picture


def page(picture: Picture) -> str:
    """The page as HTML, for a professional, with no need of anything beside it."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in picture.head)
    rows = "".join(
        f'<tr class="is-{level}">' + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row, level in zip(picture.rows, picture.row_levels, strict=True)
    )
    shape = '<svg class="chart mark" width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">'
    said = "".join(f"<li>{escape(sentence)}</li>" for sentence in picture.said)
    return (
        f'<!doctype html>\n<html lang="{picture.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(picture.title)}</title>\n<style>{style()}</style>\n</head>\n"
        f'<body class="chart-page">\n<main>\n<h1>{escape(picture.title)}</h1>\n'
        f'<p class="verdict is-{picture.level}">{shape}<g class="is-{picture.level}">'
        f"{SHAPES[picture.level]}</g></svg> {escape(picture.level_word)}</p>\n<ul>{said}</ul>\n"
        f"{draw(picture)}\n<table>\n<caption>{escape(picture.title)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody>\n</table>\n</main>\n</body>\n</html>\n"
    )
