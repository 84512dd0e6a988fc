"""``onemap geocode``: a file of addresses in, places out."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pytest

from dashboard.commands.geocode import VERB, AddressFileError
from data.packs import DEFAULT_PACK
from tests.packs.jurisdictions import INVENTED

LINES = "济阳街道贺铺村驻地\n\n  王家村 \n商河县玉皇庙镇\n"


def run(file: Path, pack: str = DEFAULT_PACK) -> Any:
    parser = ArgumentParser()
    VERB.arguments(parser)
    args = parser.parse_args([str(file)])
    args.pack, args.database, args.as_user = pack, None, None
    answer = VERB.run(args)
    return json.loads(json.dumps(answer.json)), answer.text


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


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(AddressFileError, match=r"nothing\.txt"):
        run(tmp_path / "nothing.txt")
    with pytest.raises(AddressFileError):
        run(tmp_path)
    broken = tmp_path / "broken.bin"
    broken.write_bytes(b"\xff\xff\xff\x80")
    with pytest.raises(AddressFileError, match=r"broken\.bin"):
        run(broken)
