"""What a killed PostgreSQL leaves: a postmaster.pid whose number may by now be another program's."""

from pathlib import Path


def postmaster(data: Path) -> int | None:
    """The process id of the live server of this data folder, or None."""
    try:
        first = (data / "postmaster.pid").read_text("utf-8", "replace").split("\n", 1)[0]
    except FileNotFoundError:
        return None
    if not first.strip().lstrip("-").isdecimal():
        return None
    pid = abs(int(first))
    return pid if _serves(pid, data) else None


def clear_leftover(data: Path) -> None:
    """Removes a postmaster.pid that no live server stands behind."""
    if postmaster(data) is None:
        (data / "postmaster.pid").unlink(missing_ok=True)


def _serves(pid: int, data: Path) -> bool:
    """Whether that process is a server of that data folder, and not one that got its number later."""
    import psutil

    try:
        process = psutil.Process(pid)
        words = process.cmdline()
        return (
            process.status() != psutil.STATUS_ZOMBIE
            and bool(words)
            and Path(words[0]).name == "postgres"
            and str(data) in words
        )
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
