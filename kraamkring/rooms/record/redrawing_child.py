"""Draws one file anew: bytes in on standard input; a line of JSON and the new bytes out. It imports no Django."""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

JPEG, PDF = "image/jpeg", "application/pdf"
MOST_PAGES = 10
TOO_MANY_PAGES = 3  # how the process ends then
LONGEST_SIDE = 2200  # pixels: a page of A4 stays easy to read
MOST_PIXELS = 80_000_000
QUALITY = 78
MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 20


def main() -> int:
    """0 when it was drawn."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    content, kind = sys.stdin.buffer.read(), sys.argv[1]
    pages = list(_pages(content)) if kind == PDF else [_photo(content, kind)]
    if len(pages) > MOST_PAGES:
        return TOO_MANY_PAGES
    out = io.BytesIO()
    if kind == PDF:
        pages[0].save(out, format="PDF", save_all=True, append_images=pages[1:], quality=QUALITY)
    else:
        pages[0].save(out, format="JPEG", quality=QUALITY, optimize=True)
    told = {"media_type": PDF if kind == PDF else JPEG, "pages": len(pages)}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + out.getvalue())
    return 0


def _photo(content: bytes, kind: str) -> Any:
    """The picture upright, on white, without anything that stood beside it."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content), formats=["PNG" if kind == "image/png" else "JPEG"]) as read:
        read.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(read)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        drawn = Image.new("RGB", upright.size, "white")
        clear = upright.convert("RGBA")
        drawn.paste(clear, mask=clear.getchannel("A"))
        return drawn


def _pages(content: bytes) -> Iterator[Any]:
    """Each page as a picture; one more than are taken, so that it is seen that there are more."""
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(content)
    for number in range(min(len(document), MOST_PAGES + 1)):
        page = document[number]
        scale = LONGEST_SIDE / max(*page.get_size(), 1)
        yield page.render(scale=min(scale, 4)).to_pil().convert("RGB")


if __name__ == "__main__":
    sys.exit(main())
