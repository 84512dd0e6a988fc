"""Photos are drawn anew: only the picture stays, and the camera's place is held against that of the record."""

import io
import random
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps
from PIL.ExifTags import IFD
from sqlalchemy import Engine

from data.packs import Pack
from data.rules.scope import Scope
from data.rules.taken import AT_PLACE_METRES, Taken, taken_where
from data.store.attaching import attach, attachments_of
from data.store.database import writing
from data.store.doctor import examine
from data.store.errors import FileProblem, PhotoTooLarge, PhotoUnreadable
from data.store.files import FileStore
from data.store.photos import LONGEST_SIDE, MOST_PIXELS, SMALL_SIDE
from data.store.streams import record
from tests import factories
from tests.store import files as samples

PLACE = (117.17, 36.98)
SECRET = samples.MAKER.encode()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def kept(store: FileStore, content: bytes, name: str) -> Image.Image:
    return Image.open(store.path(store.keep(io.BytesIO(content), name).sha256))


@pytest.mark.parametrize("name", samples.PHOTOS)
def test_nothing_of_what_the_phone_wrote_stays_in_a_photo(store: FileStore, name: str) -> None:
    kind = name.split(".")[1].upper().replace("JPG", "JPEG")
    content = samples.photo(kind, at=PLACE, when="2021:06:02 09:00:00") + b"<script>alert(1)</script>"
    taken = store.keep(io.BytesIO(content), name)
    stored = store.path(taken.sha256).read_bytes()
    assert SECRET in content
    assert SECRET not in stored
    assert b"script" not in stored
    with Image.open(io.BytesIO(stored)) as picture:
        assert (picture.format, picture.size) == (kind, (40, 30))
        assert not picture.getexif().get_ifd(IFD.GPSInfo)
    assert taken.camera is not None
    assert taken.camera.point == pytest.approx(PLACE, abs=1e-6)
    assert taken.camera.at == "2021-06-02T09:00:00"


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photo_is_kept_upright(store: FileStore, turned: int) -> None:
    content = samples.photo("JPEG", turned=turned)
    with Image.open(io.BytesIO(content)) as before, kept(store, content, "图.jpg") as after:
        assert after.size == ImageOps.exif_transpose(before).size


def test_a_large_photo_is_drawn_smaller_and_its_small_picture_smaller_still(store: FileStore) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (6000, 3000), "blue").save(buffer, "JPEG")
    taken = store.keep(io.BytesIO(buffer.getvalue()), "图.jpg")
    with Image.open(store.path(taken.sha256)) as picture, Image.open(store.small(taken.sha256)) as little:
        assert picture.size == (LONGEST_SIDE, LONGEST_SIDE // 2)
        assert little.size == (SMALL_SIDE, SMALL_SIDE // 2)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "YCbCr"])
def test_every_mode_of_colours_can_be_kept(store: FileStore, mode: str) -> None:
    buffer, kind = io.BytesIO(), "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    Image.new(mode, (8, 8)).save(buffer, kind)
    with kept(store, buffer.getvalue(), f"图.{kind.lower()}") as picture:
        assert picture.size == (8, 8)


def test_a_photo_of_too_many_pixels_is_refused_before_it_is_unpacked(store: FileStore) -> None:
    buffer, side = io.BytesIO(), int(MOST_PIXELS**0.5) + 100
    Image.new("1", (side, side)).save(buffer, "PNG")
    with pytest.raises(PhotoTooLarge, match="万像素"):
        store.keep(io.BytesIO(buffer.getvalue()), "图.png")


@pytest.mark.parametrize("name", samples.PHOTOS)
def test_damaged_photos_are_refused_in_a_sentence_or_kept_clean(store: FileStore, name: str) -> None:
    content, dice = samples.TAKEN[name], random.Random(370115)
    for _ in range(300):
        broken = bytearray(content)
        for _ in range(dice.randint(1, 6)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        damaged = bytes(broken[: dice.randint(12, len(broken))])
        with suppress(FileProblem):
            store.keep(io.BytesIO(damaged), name)
    assert not list(store.root.glob(".taking-*"))


def test_a_photo_that_only_begins_like_one_is_refused(store: FileStore) -> None:
    with pytest.raises(PhotoUnreadable, match="已损坏"):
        store.keep(io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"\0" * 40), "图.png")


@given(st.booleans(), st.none() | st.floats(0, 1e6))
def test_what_is_said_of_the_place_follows_from_the_distance(is_located: bool, metres: float | None) -> None:
    said = taken_where(is_located, metres)
    assert (said is Taken.NO_LOCATION) == (not is_located)
    assert (said is Taken.AT_PLACE) == (is_located and metres is not None and metres <= AT_PLACE_METRES)


NEAR, FAR = (PLACE[0] + 0.001, PLACE[1]), (PLACE[0] + 0.1, PLACE[1])


@pytest.mark.parametrize(
    ("place", "camera", "taken", "metres"),
    [
        (PLACE, NEAR, Taken.AT_PLACE, 89),
        (PLACE, FAR, Taken.ELSEWHERE, 8893),
        (PLACE, None, Taken.NO_LOCATION, None),
        (None, NEAR, Taken.NO_PLACE, None),
    ],
)
def test_a_photo_is_held_against_the_place_of_its_hazard(
    engine: Engine,
    pack: Pack,
    store: FileStore,
    place: samples.Camera,
    camera: samples.Camera,
    taken: Taken,
    metres: int | None,
) -> None:
    lon, lat = place or (None, None)
    event = factories.found(town=pack.towns[0].code, lon=lon, lat=lat)
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [event])
    whole, now = Scope.whole(pack.code), datetime(2021, 6, 2, 9, tzinfo=pack.zone)
    file = ("图.jpg", io.BytesIO(samples.photo("JPEG", at=camera, when="2021:06:02 08:59:00")))
    attach(engine, pack, whole, factories.OFFICER, store, ("hazard", event.id), file, "before", now)
    with engine.connect() as connection:
        (row,) = attachments_of(connection, whole, "hazard", [event.id])
    assert (row.taken, row.taken_m, row.taken_at) == (taken, metres, "2021-06-02T08:59:00")
    assert examine(engine, pack, store) == []
