"""A command as somebody types it, in this process: a process of its own costs half a second, and there are hundreds.

That the real one starts, exits with the same code and loads no Django is tested once for each command.
"""

import sys
from io import BytesIO, TextIOWrapper
from subprocess import CompletedProcess
from unittest.mock import patch

from kraamkring.config.command_line import main


def typed(*words: str, given: bytes = b"") -> CompletedProcess[bytes]:
    """What it printed, what it complained of, and its exit code; given: standard input."""
    out, complained = _stream(), _stream()
    with (
        patch.object(sys, "stdin", _stream(given)),
        patch.object(sys, "stdout", out),
        patch.object(sys, "stderr", complained),
    ):
        try:
            code = main(list(words))
        except SystemExit as ended:
            code = int(ended.code or 0)
    return CompletedProcess(words, code, _said(out), _said(complained))


def _stream(holding: bytes = b"") -> TextIOWrapper:
    return TextIOWrapper(BytesIO(holding), encoding="utf-8", newline="\n", write_through=True)


def _said(stream: TextIOWrapper) -> bytes:
    stream.flush()
    held = stream.buffer
    assert isinstance(held, BytesIO)
    return held.getvalue()
