"""What is known, as frozen dataclasses: valid by construction, in any order, nothing hidden by a default."""

from .model import *  # noqa: F403
