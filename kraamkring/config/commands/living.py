"""Keeps the region of a demo alive: started by `kraamkring demo`, in a process of its own."""

import os
import sys

from kraamkring.config.command_line import guarded


def main() -> int:
    """Never returns by itself."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
    import django

    django.setup()
    from kraamkring.config.clock import demo_time
    from kraamkring.config.places import open_home
    from kraamkring.demo.living import live

    live(open_home(), demo_time)
    return 0


if __name__ == "__main__":
    sys.exit(guarded(main))
