"""Every page of the desk in Dutch, French and German on a phone: nothing runs over; pictures to look at."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from kraamkring.demo.practice import seed_practice
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.models import Activity
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry
from tests.browser import open_page
from tests.clock import this_morning
from tests.journeys.test_families import sign_in
from tests.journeys.test_pathway import nothing_runs_over, unfold

PICTURES = Path(__file__).parents[2] / "test-results" / "languages"
HERS = (
    "today",
    "my_day",
    "families",
    "search",
    "book",
    "me",
    "invitations",
    "emergency",
    "outbox",
    "on_call",
)
OF_A_FAMILY = (
    "family", "plan", "plan_edit", "plan_changes", "due_date", "record", "record_add", "network", "invite", "consent",
    "family_messages", "looks", "letter", "same_person", "admission", "birth", "discharge", "back_in_hospital",
    "address", "visit_screen", "screening", "hand_over", "loss",
)  # fmt: skip
KINDS = ("contacts", "preferences", "steps", "waivers", "deaths")


def addresses(episode: PregnancyEpisode) -> dict[str, str]:
    """The page, by what it is called."""
    family = {"family": episode.pk}
    activity = Activity.objects.filter(episode=episode).order_by("key").first()
    entry = Entry.objects.filter(episode=episode, kind="births").first()
    assert activity
    assert entry
    return {
        **{name: reverse(name) for name in HERS},
        **{name: reverse(name, kwargs=family) for name in OF_A_FAMILY},
        **{f"add-{kind}": reverse("record_add_kind", kwargs={**family, "kind": kind}) for kind in KINDS},
        "consent_say": reverse("consent_say", kwargs={**family, "module": "child"}),
        "arrange": reverse("arrange", kwargs={**family, "activity": activity.pk}),
        "waive": reverse("waive", kwargs={**family, "activity": activity.pk}),
        **{
            name: reverse(name, kwargs={**family, "entry": entry.pk})
            for name in ("record_entry", "record_correct", "record_take_back")
        },
    }


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_nothing_runs_over_in_any_language(
    browser: Browser, live_server: Any, transactional_db: None, language: str
) -> None:
    ((_who, email, password),) = seed_practice(this_morning())
    User.objects.update(language=language)
    wide: list[str] = []
    with open_page(browser, "phone", live_server.url) as page:
        sign_in(page, (email, password), "/today/")
        for name, address in addresses(PregnancyEpisode.objects.get(mother__given_name="Amina")).items():
            page.goto(address)
            unfold(page)
            keep_picture(page, f"{name}-{language}")
            try:
                nothing_runs_over(page)
            except AssertionError:
                wide.append(name)
    assert not wide


def keep_picture(page: Page, name: str) -> None:
    """A picture for people to look at, in test-results/."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
