"""The settings of the house, with one page more: a red flag, which no page of the house raises yet."""

from kraamkring.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.killing.desk"
