"""No permission without a row that proves it, no kind of entry without a module, no role without permissions."""

from typing import get_args

from kraamkring.core.access import ABOUT_ANOTHER, ACTS, MODULES, TABLE
from kraamkring.core.access.modules import OF_CONTACT, OF_KIND, OF_STEP
from kraamkring.core.facts.model import ContactKind, Role, Step
from kraamkring.rooms.record.kinds import KINDS
from tests.architecture import source
from tests.unit.access_table import permissions


def test_every_permission_has_a_row() -> None:
    assert set(permissions()) == {(role, module, act) for role in TABLE for module in MODULES for act in ACTS}


def test_every_role_of_the_facts_has_permissions() -> None:
    assert set(TABLE) - {"planner"} == set(get_args(Role))
    assert all(tuple(rights) == MODULES for rights in TABLE.values())


def test_every_kind_of_entry_stands_in_a_module() -> None:
    by_their_content = {"contacts", "steps", "deaths"}
    assert {*OF_KIND, *ABOUT_ANOTHER, *by_their_content} == set(KINDS)
    assert set(OF_CONTACT) == set(get_args(ContactKind))
    assert set(OF_STEP) <= set(get_args(Step))


def test_flows_about_one_family_go_through_the_gate() -> None:
    """Only booking, which opens a family, asks `people` itself who may see one."""
    faults = [
        str(path.relative_to(source.ROOT))
        for path in source.modules("flows")
        if "episode_seen_by" in path.read_text("utf-8")
    ]
    assert not faults, faults
