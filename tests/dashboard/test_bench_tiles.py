"""The tile benchmark measures every zoom it names, and says in one sentence when its peer is missing."""

from argparse import Namespace
from pathlib import Path

import pytest

from dashboard.benches import cluster, postgis, tiles
from data.packs import DEFAULT_PACK


def asked(against: str) -> Namespace:
    return Namespace(pack=DEFAULT_PACK, hazards=3000, against=against)


def test_every_zoom_is_measured_without_a_peer() -> None:
    measures = tiles.run(asked(""))
    assert len(measures) == len(tiles.COLD_ZOOMS) + len(tiles.WARM_ZOOMS)
    assert all(each.ours_ms > 0 and each.peer is None and each.ratio is None for each in measures)


def test_a_missing_peer_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(postgis.ADDRESS, raising=False)
    monkeypatch.setattr(cluster, "PROGRAMS", str(tmp_path))
    assert all(each.peer is None for each in tiles.run(asked("postgis")))
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert "PostGIS" in said[0]


def test_a_named_server_that_does_not_answer_is_said_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(postgis.ADDRESS, "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2")
    assert all(each.peer is None for each in tiles.run(asked("postgis")))
    assert "PostGIS" in capsys.readouterr().err


def test_made_up_points_are_always_the_same() -> None:
    measured = [tiles.made_up(tiles.load_pack(DEFAULT_PACK), 500) for _ in range(2)]
    assert measured[0].lon.tolist() == measured[1].lon.tolist()
    assert list(measured[0].rows()) == list(measured[1].rows())
