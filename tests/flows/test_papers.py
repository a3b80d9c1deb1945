"""Letters that are photographed: drawn anew, kept in the part they belong to, opened one by one, taken back."""

import io
import subprocess
from base64 import b64encode
from dataclasses import replace
from uuid import UUID

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.flows.papers import keep_paper, open_paper, see_papers, take_back_paper
from kraamkring.flows.receive import Item, Sender, receive
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.record import redrawing
from kraamkring.rooms.record.models import Paper
from tests.cast import Cast, account, joined

from .ward import BORN, DAY, HOUR, Ward, fresh, give_birth, ward

pytestmark = pytest.mark.django_db

NOW = BORN + 2 * DAY
WHERE = b"Kortrijk"


@pytest.fixture
def here(people: Cast) -> Ward:
    made = ward(people)
    give_birth(made)
    return made


def picture(format: str = "JPEG", size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, format=format, **more)
    return out.getvalue()


def photo_with_a_place() -> bytes:
    """What a telephone sends: turned on its side, with where it was taken and by what."""
    exif = Image.Exif()
    exif[Base.Make.value], exif[Base.Orientation.value] = "Telephone", 6
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSAreaInformation.value] = WHERE
    return picture(exif=exif, comment=b"kitchen table")


def pages(many: int) -> bytes:
    out = io.BytesIO()
    first, *others = [Image.new("RGB", (120, 160), "white") for _ in range(many)]
    first.save(out, format="PDF", save_all=True, append_images=others, title="Kortrijk", author="telephone")
    return out.getvalue()


def kept(here: Ward, content: bytes, **more: object) -> Paper:
    known = {"who": "mother", "title": "Letter of the ward", "id": fresh(), "by": here.an, "now": NOW}
    return keep_paper(episode_id=here.episode.pk, content=content, **(known | more))


def test_nothing_of_a_photo_comes_in_but_the_picture(here: Ward) -> None:
    sent = photo_with_a_place()
    assert WHERE in sent
    row = kept(here, sent)
    content = bytes(row.content)
    for trace in (WHERE, b"Telephone", b"kitchen table", b"Exif"):
        assert trace not in content
    with Image.open(io.BytesIO(content)) as drawn:
        assert drawn.size == (40, 60)  # upright, as it was held
        assert not drawn.getexif()
    assert (row.media_type, row.pages, row.module) == ("image/jpeg", 1, "postnatal")


def test_a_png_and_a_pdf_are_drawn_anew_too(here: Ward) -> None:
    assert kept(here, picture("PNG")).media_type == "image/jpeg"
    script = pages(3).replace(
        b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
    )
    row = kept(here, script)
    assert (row.media_type, row.pages) == ("application/pdf", 3)
    content = bytes(row.content)
    assert content.startswith(b"%PDF-")
    for trace in (b"JavaScript", b"OpenAction", b"Kortrijk", "Kortrijk".encode("utf-16-be"), b"telephone"):
        assert trace not in content


def test_a_child_has_letters_of_its_own(here: Ward) -> None:
    row = kept(here, picture(), who="newborn-1")
    assert (row.slot, row.module) == ("newborn-1", "child")
    physio = account("fien", "physiotherapist")
    joined(here.episode, physio, here.an, at=BORN)
    mine = kept(here, picture())
    seen = see_papers(episode_id=here.episode.pk, by=physio, now=NOW)
    assert [each.pk for each in seen.papers] == [mine.pk]
    with pytest.raises(NotAllowed):
        open_paper(episode_id=here.episode.pk, paper_id=row.pk, by=physio, now=NOW)
    with pytest.raises(NotAllowed):
        kept(here, picture(), who="newborn-1", by=physio)


def test_what_cannot_be_taken_is_refused_in_words(here: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    good = picture()
    for content, why in (
        (b"", "nothing in this file"),
        (b"GIF89a" + good, "neither a photo nor a PDF"),
        (b"<svg onload='x'/>", "neither a photo nor a PDF"),
        (good[:40], "cannot be opened"),
        (b"%PDF-1.7\nnothing", "cannot be opened"),
        (pages(11), "too many pages"),
    ):
        with pytest.raises(Refusal, match=why):
            kept(here, content)
    monkeypatch.setattr(redrawing, "MOST_BYTES", len(good) - 1)
    with pytest.raises(Refusal, match="too large"):
        kept(here, good)
    assert not Paper.objects.exists()


def test_a_file_that_takes_too_long_is_refused(here: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object, **_known: object) -> object:
        raise subprocess.TimeoutExpired("draw", 1)

    monkeypatch.setattr(redrawing.subprocess, "run", never)
    with pytest.raises(Refusal, match="cannot be opened"):
        kept(here, picture())


def test_what_says_too_little_is_refused(here: Ward) -> None:
    for more, field in (({"title": "  "}, "title"), ({"who": "newborn-2"}, "who")):
        with pytest.raises(Refusal) as refused:
            kept(here, picture(), **more)
        assert refused.value.field == field


def test_sent_twice_it_is_one_and_an_id_serves_once(here: Ward) -> None:
    id, sent = fresh(), picture()
    assert kept(here, sent, id=id).pk == kept(here, sent, id=id, now=NOW + HOUR).pk
    with pytest.raises(Refusal, match="belongs to something else"):
        kept(here, picture(size=(9, 9)), id=id)
    assert Paper.objects.count() == 1
    assert AuditEvent.objects.filter(what="paper", action="write").count() == 1


def test_each_opening_leaves_a_row_and_strangers_find_nothing(here: Ward) -> None:
    row = kept(here, picture())
    found = open_paper(episode_id=here.episode.pk, paper_id=row.pk, by=here.gp, now=NOW)
    assert bytes(found.content) == bytes(row.content)
    assert AuditEvent.objects.filter(what="paper:opened", actor=here.gp).count() == 1
    for attempt in (
        lambda: open_paper(episode_id=here.episode.pk, paper_id=row.pk, by=here.stranger, now=NOW),
        lambda: open_paper(episode_id=here.episode.pk, paper_id=fresh(), by=here.an, now=NOW),
        lambda: see_papers(episode_id=here.episode.pk, by=here.stranger, now=NOW),
        lambda: kept(here, picture(), by=here.stranger),
    ):
        with pytest.raises(NotThere):
            attempt()


def test_taken_back_it_is_opened_no_more_and_why_is_known(here: Ward) -> None:
    row, id = kept(here, picture()), fresh()
    back = {"episode_id": here.episode.pk, "paper_id": row.pk, "by": here.an, "now": NOW}
    with pytest.raises(Refusal, match="no reason"):
        take_back_paper(reason=" ", id=id, **back)
    for _ in range(2):
        take_back_paper(reason="of another family", id=id, **back)
    assert see_papers(episode_id=here.episode.pk, by=here.an, now=NOW).papers == ()
    with pytest.raises(NotThere):
        open_paper(episode_id=here.episode.pk, paper_id=row.pk, by=here.an, now=NOW)
    with pytest.raises(NotThere):
        take_back_paper(reason="again", id=fresh(), **back)
    assert Paper.objects.get(takes_back=row).reason == "of another family"


def test_a_photo_comes_from_a_device_once_and_what_is_no_file_waits(here: Ward) -> None:
    body = {"who": "mother", "title": "Letter", "file": b64encode(picture()).decode()}
    item = Item(
        id=fresh(NOW), sequence=1, family=here.episode.pk, kind="photo", said_at=NOW - HOUR, body=body
    )
    broken = replace(item, id=fresh(NOW), sequence=2, body=body | {"file": "???"})
    for _ in range(2):
        sender = Sender(
            device=UUID(int=9), owner=here.an.pk, name="Chrome on Android", sent_at=NOW, by=here.an
        )
        states = [each.state for each in receive(sender=sender, items=[item, broken], now=NOW).answers]
        assert states == ["accepted", "quarantined"]
    row = Paper.objects.get()
    assert (row.pk, row.device_sequence, row.recorded_at) == (item.id, 1, NOW - HOUR)
