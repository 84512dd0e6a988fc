"""What holds for the whole tree: rooms, registries, words, locks and what must never stand in a file."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from data.exchange.columns import COLUMNS, kind_of
from data.exchange.template import LISTS
from data.words import LANGUAGES, table

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
LOCKS = sorted(ROOT.glob("requirements*.lock"))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).exists()]


def tracked_text() -> list[tuple[Path, str]]:
    kinds = {".py", ".js", ".css", ".toml", ".md", ".json", ".csv", ".lock", ".geojson", ".yml", ".txt", ""}
    ledgers = ROOT / "tests" / "inputs" / "ledgers"  # as offices send them: one is GBK
    return [(path, path.read_text("utf-8")) for path in tracked() if path.suffix in kinds and path.parent != ledgers]


def test_the_top_level_folders_are_the_rooms() -> None:
    folders = {path.relative_to(ROOT).parts[0] for path in tracked() if len(path.relative_to(ROOT).parts) > 1}
    assert {name for name in folders if not name.startswith(".")} == {"geo", "data", "layers", "dashboard", "tests"}


def test_every_language_says_the_same_keys() -> None:
    first, *others = (set(table(lang)) for lang in LANGUAGES)
    assert all(other == first for other in others), [sorted(first ^ other) for other in others]


def test_placeholders_agree_between_languages() -> None:
    def holes(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)", text))

    chinese, english = table("zh"), table("en")
    assert {key: holes(text) for key, text in chinese.items()} == {key: holes(text) for key, text in english.items()}


def test_every_column_that_people_fill_in_is_explained_or_offers_its_words() -> None:
    columns = [column for column in COLUMNS if kind_of(column.kind).is_form]
    lacking = {
        one.reads for one in columns if one.reads not in LISTS and f"template.reads.{one.reads}" not in table("zh")
    }
    assert lacking == set(), "words under template.reads, or a list in data/exchange/template.py"


def test_no_word_is_empty() -> None:
    assert [key for lang in LANGUAGES for key, text in table(lang).items() if not text.strip()] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_every_package_with_hashes_and_names_no_registry(lock: Path) -> None:
    text = lock.read_text("utf-8")
    pinned = re.findall(r"^[a-z0-9._-]+==\S+(?: ;[^\\\n]*)? \\\n {4}--hash=sha256:", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 0
    assert "://" not in text


def test_the_javascript_lock_names_no_registry_nor_any_other_host() -> None:
    text = (ROOT / "package-lock.json").read_text("utf-8")
    assert "resolved" not in text
    assert "://" not in text
    assert '"integrity"' in text


def test_no_file_names_a_machine_path_or_a_registry() -> None:
    forbidden = re.compile(
        r"(?<![\w.])/(?:work|root|home)/\w|registry\.npm" r"js|py" r"pi\.org|files\.python" r"hosted", re.IGNORECASE
    )
    found = [(path.relative_to(ROOT), hit.group()) for path, text in tracked_text() if (hit := forbidden.search(text))]
    assert found == []


def test_no_except_is_broad_or_silent() -> None:
    broad = re.compile(r"except(?: \(?(?:Base)?Exception\b.*)?:")
    silent = re.compile(r"except[^\n]*:\n\s+pass\b")
    found = [
        path.relative_to(ROOT)
        for path, text in tracked_text()
        if path.suffix == ".py" and path != Path(__file__).resolve() and (broad.search(text) or silent.search(text))
    ]
    assert found == []


def test_no_code_outside_the_packs_knows_the_default_county() -> None:
    rooms = ("geo", "data", "layers", "dashboard")
    found = [
        path.relative_to(ROOT)
        for path, text in tracked_text()
        if path.relative_to(ROOT).parts[0] in rooms
        and path.suffix in {".py", ".js", ".css"}
        and ("济阳" in text or re.search(r"3701[12]5", text.replace('DEFAULT_PACK = "370115"', "")))
    ]
    assert found == []


def test_the_wheel_ships_the_rooms() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["geo", "data", "layers", "dashboard"]


def test_files_stay_short_enough_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path, text in tracked_text()
        if path.suffix in {".py", ".js", ".css"} and (lines := text.count("\n")) > 400
    }
    assert long == {}


def test_the_how_to_add_table_names_registries_that_exist() -> None:
    rows = re.findall(r"^\| an? [^|]+\| `([A-Z]+)` in `([^`]+)` \|", README, re.MULTILINE)
    assert {name for name, _file in rows} == {
        "LAYERS",
        "KPIS",
        "COLUMNS",
        "KINDS",
        "MOVES",
        "PAGES",
        "VERBS",
        "BENCHES",
        "BASEMAPS",
        "FINDINGS",
    }
    for name, file in rows:
        assert re.search(rf"^{name}\b.*=", (ROOT / file).read_text("utf-8"), re.MULTILINE), (name, file)


def test_the_readme_names_only_files_that_exist() -> None:
    named = re.findall(r"`((?:geo|data|layers|dashboard|tests)/[^`*\s]*)`", README)
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert [image for image in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README) if not (ROOT / image).exists()] == []
