"""What commands that read one JSON document share: the file or standard input, and one sentence for bad input."""

import json
import sys
from pathlib import Path
from typing import Any

from kraamkring.config.complaint import Complaint


class Sentences:
    """What core and packs refuse becomes a sentence for the person at the keyboard."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        from kraamkring.core.kernel.errors import Refusal

        if isinstance(error, Refusal):
            raise Complaint(str(error)) from None


def document(name: str) -> bytes:
    """The bytes of a file, or of standard input for `-`. Raises Complaint if it cannot be read."""
    from kraamkring.core.kernel.document import LARGEST_BYTES

    try:
        if name == "-":
            return sys.stdin.buffer.read(LARGEST_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise Complaint(f"{name} cannot be read ({(error.strerror or 'unknown reason').lower()}).") from None
    except ValueError:
        raise Complaint("this is not a file name. Name a file, or - for standard input.") from None


def show(report: dict[str, Any]) -> int:
    """Prints the answer; the exit code is 0."""
    print(json.dumps(report, ensure_ascii=False, indent=2))  # noqa: T201 (a command prints)
    return 0
