"""The benchmark of moves drives hazards round the loop and prints each move beside its goal."""

from argparse import Namespace
from pathlib import Path

import pytest

from dashboard.benches import cluster, moves
from data.packs import DEFAULT_PACK


def test_each_move_stands_beside_its_goal_and_a_missing_engine_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "PROGRAMS", str(tmp_path))
    monkeypatch.setattr(moves, "LIVES", 2)
    measures = moves.run(Namespace(pack=DEFAULT_PACK, hazards=300))
    assert [measure.peer_ms for measure in measures] == [*[20.0] * (len(moves.STEPS) + 2), None]
    assert all(measure.what.startswith("SQLite") and measure.ours_ms > 0 for measure in measures)
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert "PostgreSQL" in said[0]
