"""Her partner, by her choice: invited with a link and a code, reading what she allows, until she ends it."""

import pytest

from kraamkring.rooms.accounts.models import AccountInvitation, User
from kraamkring.rooms.network.models import Consent, Membership

from .test_parents_pages import Home, get, hidden, home, main  # noqa: F401 (fixtures)
from .test_staff_pages import NOBODY, signed_in

pytestmark = pytest.mark.django_db


def place(home: Home) -> Membership:  # noqa: F811
    return Membership.objects.get(episode=home.episode, user=home.pol)


def test_she_invites_with_a_link_and_a_code_that_stands_there_once(home: Home) -> None:  # noqa: F811
    address = home.address("circle/partner/")
    html = get(home.leen, address)
    sent = {
        "id": hidden(html, "id", "Invite my partner"),
        "name": "Tom",
        "email": "tom@example.org",
        "phone": "",
    }
    answer = signed_in(home.leen, "en").post(address, sent)
    assert answer.status_code == 200
    assert "The code" in main(answer.content.decode())
    assert signed_in(home.leen, "en").post(address, sent)["Location"] == address
    tom = User.objects.get(email="tom@example.org")
    assert (tom.profession, tom.is_active) == ("partner", False)
    assert AccountInvitation.objects.filter(user=tom).count() == 1
    assert "Was invited, and has not come in yet." in main(get(home.leen, address))


def test_she_says_what_he_may_read_and_it_holds_at_once(home: Home) -> None:  # noqa: F811
    get(home.pol, home.address("plan/"))
    assert 'id="part-postnatal"' not in get(home.pol, home.address("record/"))
    html = get(home.leen, home.address("circle/partner/"))
    sent = {"id": hidden(html, "id", f'id="who-{place(home).pk}"'), "parts": ["network", "postnatal"]}
    for _twice in range(2):
        answer = signed_in(home.leen, "en").post(home.address(f"circle/partner/{place(home).pk}/"), sent)
        assert answer.status_code == 302
    said = {each.module: each.given for each in Consent.objects.filter(user=home.pol)}
    assert said == {"postnatal": True, "plan": False, "child": False}
    get(home.pol, home.address("plan/"), 403)
    assert "measurements/mother/" in get(home.pol, home.address("measurements/"))


def test_the_part_that_is_shielded_is_never_offered(home: Home) -> None:  # noqa: F811
    assert 'value="psychosocial"' not in get(home.leen, home.address("circle/partner/"))


def test_she_ends_it_and_he_finds_nothing_any_more(home: Home) -> None:  # noqa: F811
    get(home.pol, home.address())
    address = home.address(f"circle/partner/{place(home).pk}/end/")
    sent = {"id": hidden(get(home.leen, address), "id", "Stop sharing with Pol")}
    for _twice in range(2):
        answer = signed_in(home.leen, "en").post(address, sent)
        assert (answer.status_code, answer["Location"]) == (302, home.address("circle/partner/"))
    get(home.pol, home.address(), 404)


def test_nobody_else_can_be_ended_or_changed_here(home: Home) -> None:  # noqa: F811
    for member in (home.place.pk, NOBODY):
        get(home.leen, home.address(f"circle/partner/{member}/end/"), 404)
        answer = signed_in(home.leen, "en").post(home.address(f"circle/partner/{member}/"), {"parts": []})
        assert answer.status_code == 404


def test_her_partner_chooses_nothing_of_it(home: Home) -> None:  # noqa: F811
    for rest in ("circle/partner/", f"circle/partner/{place(home).pk}/end/"):
        get(home.pol, home.address(rest), 403)
    answer = signed_in(home.pol, "en").post(home.address(f"circle/partner/{place(home).pk}/"), {"parts": []})
    assert answer.status_code == 403
    assert "My partner" not in get(home.pol, home.address("circle/"))
