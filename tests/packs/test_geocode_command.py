"""``onemap geocode``: a file of addresses in, places out."""

import json
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pytest

from dashboard.commands.geocode import VERB, AddressFileError
from data.packs import DEFAULT_PACK
from data.rules.events import NewEvent
from data.rules.scope import SYSTEM
from data.store.database import open_engine, writing
from data.store.errors import DatabaseMissing
from data.store.streams import record
from tests.packs.jurisdictions import INVENTED, loaded

LINES = "济阳街道贺铺村驻地\n\n  王家村 \n商河县玉皇庙镇\n"


def run(file: Path, pack: str = DEFAULT_PACK, database: str | None = None) -> Any:
    parser = ArgumentParser()
    VERB.arguments(parser)
    args = parser.parse_args([str(file)])
    args.pack, args.database, args.as_user = pack, database, None
    answer = VERB.run(args)
    return json.loads(json.dumps(answer.json)), answer.text


@pytest.fixture(autouse=True)
def _no_database_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONEMAP_DATABASE_URL", raising=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_line_becomes_a_place(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "addresses.txt"
    file.write_text(LINES, encoding)
    records, text = run(file)
    assert [record["address"] for record in records] == ["济阳街道贺铺村驻地", "王家村", "商河县玉皇庙镇"]
    first, ambiguous, outside = records
    assert {"address", "town", "village", "lon", "lat", "confidence", "candidates"} <= first.keys()
    assert (first["town"], first["village"], first["candidates"]) == ("370115001", "370115001231", [])
    assert (ambiguous["town"], ambiguous["lon"]) == (None, None)
    assert len(ambiguous["candidates"]) > 1
    assert all({"town", "village", "lon", "lat"} <= candidate.keys() for candidate in ambiguous["candidates"])
    assert (outside["town"], outside["outside"]) == (None, True)
    assert len(text.splitlines()) == 3


def test_any_pack_will_do(tmp_path: Path) -> None:
    file = tmp_path / "addresses.txt"
    file.write_text("Camino 5, La Caleta, Puerto Hondo", "utf-8")
    assert run(file, str(INVENTED))[0][0]["village"] == "VC-PH-V2"


def test_an_empty_file_has_no_places(tmp_path: Path) -> None:
    file = tmp_path / "addresses.txt"
    file.write_text("", "utf-8")
    assert run(file) == ([], "")


def test_a_database_that_is_named_must_be_there(tmp_path: Path) -> None:
    file = tmp_path / "addresses.txt"
    file.write_text(LINES, "utf-8")
    with pytest.raises(DatabaseMissing):
        run(file, database=f"sqlite:///{tmp_path / 'nothing.sqlite'}")


def test_confirmed_objects_of_the_database_are_known(tmp_path: Path, sqlite_template: Path) -> None:
    database = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'db.sqlite')}"
    address = "济阳街道贺铺村工业路9号"
    event = NewEvent(
        "object",
        "DX37011500000001",
        "registered",
        "2026-05-06T09:00:00+08:00",
        {
            "name": "虚构甲厂",
            "kind": "企业",
            "address": address,
            "town": "370115001",
            "lon": 117.2,
            "lat": 36.96,
        },
    )
    pack = loaded(DEFAULT_PACK)
    with writing(open_engine(database)) as connection:
        record(connection, pack, SYSTEM, [event])
    file = tmp_path / "addresses.txt"
    file.write_text(f"{address}\n济阳街道贺铺村驻地", "utf-8")
    (known, village), _ = run(file, database=database)
    assert [known[key] for key in ("lon", "lat", "quality")] == [117.2, 36.96, 2]
    assert [village[key] for key in ("lon", "lat", "quality")] == [117.2, 36.96, 3]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(AddressFileError, match=r"nothing\.txt"):
        run(tmp_path / "nothing.txt")
    with pytest.raises(AddressFileError):
        run(tmp_path)
    broken = tmp_path / "broken.bin"
    broken.write_bytes(b"\xff\xff\xff\x80")
    with pytest.raises(AddressFileError, match=r"broken\.bin"):
        run(broken)
