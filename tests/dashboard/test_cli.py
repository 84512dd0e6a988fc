"""The command line as other programs use it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.cli import main
from data.packs import Pack
from data.store.database import open_engine, prepare


def test_a_reader_that_stops_early_gets_no_traceback(tmp_path: Path, pack: Pack) -> None:
    url = f"sqlite:///{tmp_path / 'county.sqlite'}"
    engine = open_engine(url)
    prepare(engine, pack)
    engine.dispose()
    reads, writes = os.pipe()
    os.close(reads)
    command = [sys.executable, "-m", "dashboard.cli", "stats", "--database", url, "--json"]
    ended = subprocess.run(command, stdout=writes, stderr=subprocess.PIPE, check=False)
    os.close(writes)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_an_option_is_never_guessed_from_its_beginning(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as wrong:
        main(["stats", "--as", "2021-06-30"])
    assert wrong.value.code == 2
    assert capsys.readouterr().out == ""
