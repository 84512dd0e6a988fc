"""A damaged pack is refused whole, and every fault is named with its file, row and field."""

import csv
import json
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box, mapping, shape

from data.packs import PackError, PackNotFoundError, PackProblem, load_pack
from data.packs.load import SHAPES, TABLES
from data.packs.manifest import OPTIONAL, REQUIRED
from data.packs.schema import REQUIRED_NUMBERS, REQUIRED_RULES
from data.words import LANGUAGES, speaking
from tests.packs.jurisdictions import INVENTED

FILES = sorted(path.name for path in INVENTED.iterdir() if path.is_file())
SPARED = ("READ", "word", "cont", "neig", "outs", "holi", "asse", "crit", "grou", "caus")
MAY_BE_ABSENT = {name for name in FILES if name.startswith(SPARED)}
NEEDED_TOGETHER = {"towns.csv": "seat_lon seat_lat", "rules.csv": "valid_to", "grounds.csv": "unit_min unit_max"}
"""Without these columns another one of the invented pack is wrong."""
METRES = mapping(box(4_000_000, 500_000, 4_000_100, 500_100))
BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
ANOTHER = {"type": "Feature", "properties": {"code": "B"}, "geometry": mapping(box(10, 10, 11, 11))}
TOO_WIDE = mapping(box(-72.5, -35.6, -71.3, -35.4))
Edit = Callable[[Any], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(INVENTED, tmp_path / "pack"))


def problems_of(folder: Path) -> list[PackProblem]:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    for lang in LANGUAGES:
        with speaking(lang):
            sentence = caught.value.sentence()
        assert all(problem.file in sentence for problem in caught.value.problems)
        assert sentence.count("\n") == len(caught.value.problems)
    return list(caught.value.problems)


def told(folder: Path) -> list[tuple[str, int, str, str]]:
    return [(problem.file, problem.row, problem.field, problem.key) for problem in problems_of(folder)]


def edit_table(folder: Path, name: str, edit: Edit) -> None:
    path = folder / name
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def set_cell(folder: Path, name: str, row: int, column: str, value: str) -> None:
    def edit(rows: list[list[str]]) -> None:
        rows[row - 1][rows[0].index(column)] = value

    edit_table(folder, name, edit)


def edit_json(folder: Path, name: str, edit: Edit) -> None:
    path = folder / name
    document = json.loads(path.read_text("utf-8"))
    edit(document)
    path.write_text(json.dumps(document), "utf-8")


def replace_text(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("name", sorted(set(FILES) - MAY_BE_ABSENT - {"pack.toml", "parks.csv", "parks.geojson"}))
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert (name, 0, "", "missing_file") in told(folder)


@pytest.mark.parametrize("name", sorted(MAY_BE_ABSENT))
def test_a_pack_may_do_without(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert load_pack(folder).code


def test_a_folder_without_a_manifest_is_no_pack(folder: Path) -> None:
    (folder / "pack.toml").unlink()
    with pytest.raises(PackNotFoundError):
        load_pack(folder)


@pytest.mark.parametrize("name", sorted(set(FILES) - {"README.md"}))
def test_a_file_in_another_encoding_is_named(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes() + "ñ".encode("latin-1"))
    assert (name, 0, "", "not_utf8") in told(folder)


def columns_of_tables() -> Iterator[tuple[str, str, bool]]:
    for name, columns, _required in TABLES:
        for column in columns:
            yield name, column.name, column.required


@pytest.mark.parametrize(("name", "column", "required"), list(columns_of_tables()))
def test_a_missing_column_is_named_when_it_is_needed(folder: Path, name: str, column: str, required: bool) -> None:
    def drop(rows: list[list[str]]) -> None:
        index = rows[0].index(column)
        for row in rows:
            del row[index]

    with (folder / name).open(encoding="utf-8", newline="") as file:
        present = column in next(csv.reader(file))
    if present and required:
        edit_table(folder, name, drop)
        assert (name, 1, column, "missing_column") in told(folder)
    elif present and column not in NEEDED_TOGETHER.get(name, "") and name != "assessment.csv":
        edit_table(folder, name, drop)
        assert load_pack(folder).code


@pytest.mark.parametrize(
    ("name", "column"), [(name, column) for name, column, required in columns_of_tables() if required]
)
def test_a_blank_cell_is_named_with_its_row(folder: Path, name: str, column: str) -> None:
    set_cell(folder, name, 2, column, "  ")
    assert (name, 2, column, "blank") in told(folder)


@pytest.mark.parametrize("name", [name for name, _columns, _required in TABLES])
def test_the_shape_of_a_table_is_checked(folder: Path, name: str) -> None:
    edit_table(folder, name, lambda rows: rows[1].append("surplus"))
    assert (name, 2, "", "ragged") in told(folder)
    shutil.copy(INVENTED / name, folder / name)
    edit_table(folder, name, lambda rows: [row.append("x") for row in rows])
    assert (name, 1, "x", "unknown_column") in told(folder)
    shutil.copy(INVENTED / name, folder / name)
    edit_table(folder, name, lambda rows: [row.append(row[0]) for row in rows])
    assert any(found[:2] == (name, 1) and found[3] == "repeated_column" for found in told(folder))


@pytest.mark.parametrize(
    ("name", "row", "column", "value", "key"),
    [
        ("towns.csv", 2, "code", "VC PH", "bad_code"),
        ("towns.csv", 3, "code", "VC-PH", "repeated"),
        ("towns.csv", 3, "name", "Puerto Hondo", "repeated"),
        ("towns.csv", 2, "name", "x" * 201, "too_long"),
        ("towns.csv", 2, "aliases", "a||b", "bad_list"),
        ("towns.csv", 2, "aliases", "San Brezo", "alias_is_name"),
        ("sectors.csv", 5, "aliases", "canteras", "alias_repeated"),
        ("organisations.csv", 3, "aliases", "la comisión", "alias_repeated"),
        ("towns.csv", 2, "old_codes", "VC-SB", "old_code_is_code"),
        ("towns.csv", 2, "clashing_code", "VC-PH", "clashes_with_itself"),
        ("towns.csv", 2, "in_start_zone", "yes", "bad_flag"),
        ("towns.csv", 2, "seat_lon", "seventy", "bad_number"),
        ("towns.csv", 2, "seat_lon", "inf", "bad_number"),
        ("towns.csv", 2, "seat_lon", "-35.47", "seat_elsewhere"),
        ("towns.csv", 2, "seat_lon", "", "half_a_seat"),
        ("villages.csv", 2, "town", "VC-XX", "unknown_reference"),
        ("villages.csv", 3, "code", "VC-PH-V1", "repeated"),
        ("gridcells.csv", 2, "town", "VC-XX", "unknown_reference"),
        ("sectors.csv", 2, "lead", "NOBODY", "unknown_reference"),
        ("sectors.csv", 3, "parent", "XXX", "unknown_reference"),
        ("sectors.csv", 4, "parent", "MIN.a", "sector_too_deep"),
        ("organisations.csv", 2, "role", "king", "bad_choice"),
        ("organisations.csv", 3, "parent", "NOBODY", "unknown_reference"),
        ("organisations.csv", 3, "sectors", "MIN|XXX", "unknown_reference"),
        ("organisations.csv", 3, "towns", "VC-XX", "unknown_reference"),
        ("organisations.csv", 8, "parks", "ZF-9", "unknown_reference"),
        ("organisations.csv", 2, "can_penalise", "1", "bad_flag"),
        ("rules.csv", 2, "valid_from", "2000-02-30", "bad_day"),
        ("rules.csv", 2, "valid_to", "1999-12-31", "ends_before_it_begins"),
        ("rules.csv", 3, "valid_from", "2023-12-31", "rules_overlap"),
        ("rules.csv", 2, "value", "ten", "bad_number"),
        ("holidays.csv", 3, "date", "2024-05-01", "repeated"),
        ("holidays.csv", 3, "date", "2024-05-03", "worked_anyway"),
        ("holidays.csv", 3, "kind", "half", "bad_choice"),
        ("rules.csv", 2, "unit", "fortnights", "bad_choice"),
    ],
)
def test_a_bad_cell_is_named_with_file_row_and_field(
    folder: Path, name: str, row: int, column: str, value: str, key: str
) -> None:
    set_cell(folder, name, row, column, value)
    assert (name, row, column, key) in told(folder)


def test_an_open_rule_ends_before_the_next_begins(folder: Path) -> None:
    set_cell(folder, "rules.csv", 2, "valid_to", "")
    assert ("rules.csv", 3, "valid_from", "rules_overlap") in told(folder)


@pytest.mark.parametrize("key", REQUIRED_RULES)
def test_a_rule_the_loop_needs_must_be_there(folder: Path, key: str) -> None:
    edit_table(folder, "rules.csv", lambda rows: rows.__setitem__(slice(None), [row for row in rows if row[0] != key]))
    assert ("rules.csv", 0, "key", "missing_rule") in told(folder)


@pytest.mark.parametrize("name", ["towns.csv", "sectors.csv", "organisations.csv"])
def test_an_empty_table_is_named(folder: Path, name: str) -> None:
    edit_table(folder, name, lambda rows: rows.__delitem__(slice(1, None)))
    assert (name, 0, "", "empty_table") in told(folder)


def test_a_table_with_an_open_quote_is_named_with_its_line(folder: Path) -> None:
    path = folder / "villages.csv"
    path.write_text(path.read_text("utf-8") + 'VC-PH-V9,"La Rota,x,VC-PH\n', "utf-8")
    assert ("villages.csv", "not_csv") in [(found[0], found[3]) for found in told(folder)]


@pytest.mark.parametrize("entry", sorted(REQUIRED))
def test_a_missing_entry_of_the_manifest_is_named(folder: Path, entry: str) -> None:
    path = folder / "pack.toml"
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(f"{entry} =")]
    path.write_text("\n".join(kept), "utf-8")
    assert ("pack.toml", 0, entry, "missing_entry") in told(folder)


@pytest.mark.parametrize("entry", sorted({*REQUIRED, *OPTIONAL}))
def test_an_entry_of_the_wrong_kind_is_named(folder: Path, entry: str) -> None:
    path = folder / "pack.toml"
    lines = [
        f"{entry} = 1.5" if line.startswith(f"{entry} =") else line for line in path.read_text("utf-8").splitlines()
    ]
    if not any(line == f"{entry} = 1.5" for line in lines):
        lines.insert(1, f"{entry} = 1.5")
    path.write_text("\n".join(lines), "utf-8")
    assert [found[:3] for found in told(folder)] == [("pack.toml", 0, entry)]


@pytest.mark.parametrize(
    ("old", "new", "field", "key"),
    [
        ('zone = "America/Santiago"', 'zone = "Mars/Olympus"', "zone", "bad_zone"),
        ('zone = "America/Santiago"', 'zone = "../../etc/passwd"', "zone", "bad_zone"),
        ("projected_epsg = 32719", "projected_epsg = 4326", "projected_epsg", "bad_epsg"),
        ("projected_epsg = 32719", "projected_epsg = 999999", "projected_epsg", "bad_epsg"),
        ('country = "CL"', 'country = "Chile"', "country", "bad_country"),
        ('code = "CL-VC"', 'code = "CL-VC-BUT-LONG"', "code", "too_long"),
        ('code = "CL-VC"', 'code = "CL/VC"', "code", "bad_code"),
        ("checks_uscc = false", 'checks_uscc = "no"', "checks_uscc", "bad_flag"),
        ("checks_uscc = false", "shoe_size = 43", "shoe_size", "unknown_entry"),
        ('note = "Esquema inventado, sin valor cartográfico"', 'note = ""', "boundary_note", "schematic_without_note"),
        ("{seq:03d}", "", "numbers.hazard", "bad_number_format"),
        ("{seq:03d}", "{seq:03d}{weather}", "numbers.hazard", "bad_number_format"),
        ("{seq:03d}", "{seq:060d}", "numbers.hazard", "bad_number_format"),
        ("{seq:03d}", "{seq.__class__}", "numbers.hazard", "bad_number_format"),
        ("{seq:03d}", "{seq:03d", "numbers.hazard", "bad_number_format"),
        ("{seq:03d}", "{seq:%Y}", "numbers.hazard", "bad_number_format"),
        ("[numbers]", "[numerals]", "numbers", "missing_entry"),
        ("[numbers]", "[numbers]\nshoe = '{seq}'", "numbers.shoe", "unknown_entry"),
    ],
)  # fmt: skip
def test_a_bad_entry_of_the_manifest_is_named(folder: Path, old: str, new: str, field: str, key: str) -> None:
    replace_text(folder, "pack.toml", old, new)
    assert ("pack.toml", 0, field, key) in told(folder)


@pytest.mark.parametrize("kind", REQUIRED_NUMBERS)
def test_every_number_needs_a_format(folder: Path, kind: str) -> None:
    replace_text(folder, "pack.toml", f"\n{kind} = ", f"\n# {kind} = ")
    assert ("pack.toml", 0, f"numbers.{kind}", "missing_entry") in told(folder)


@pytest.mark.parametrize("name", ["pack.toml", "wording.toml"])
def test_bad_toml_is_named(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text(path.read_text("utf-8") + "\n= =", "utf-8")
    assert (name, 0, "", "not_toml") in told(folder)
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(path.read_text("utf-8"))


def test_wording_must_be_words(folder: Path) -> None:
    replace_text(folder, "wording.toml", 'bureau = "Oficina de Riesgos"', "bureau = 7")
    assert ("wording.toml", 0, "county.bureau", "not_words") in told(folder)


@pytest.mark.parametrize("file", SHAPES, ids=lambda file: file.name)
@pytest.mark.parametrize(
    ("change", "row", "field", "key"),
    [
        (lambda feature: feature.pop("properties"), 1, "properties", "not_geojson"),
        (lambda feature: feature["properties"].clear(), 1, None, "blank"),
        (lambda feature: feature.update(geometry=None), 1, "geometry", "bad_geometry"),
        (lambda feature: feature.update(geometry={"type": "Blob", "coordinates": []}), 1, "geometry", "bad_geometry"),
        (lambda feature: feature["geometry"].update(coordinates="x"), 1, "geometry", "bad_geometry"),
        (lambda feature: feature.update(geometry={"type": "GeometryCollection"}), 1, "geometry", "wrong_geometry"),
        (lambda feature: feature.update(geometry=METRES), 1, "geometry", "not_degrees"),
        (lambda feature: feature.update(geometry=BOW_TIE), 1, "geometry", "invalid_geometry"),
    ],
)  # fmt: skip
def test_a_bad_feature_is_named_with_its_number(
    folder: Path, file: Any, change: Callable[[Any], Any], row: int, field: str | None, key: str
) -> None:
    edit_json(folder, file.name, lambda document: change(document["features"][0]))
    assert (file.name, row, field or file.code, key) in told(folder)


@pytest.mark.parametrize("file", SHAPES, ids=lambda file: file.name)
def test_what_is_no_geojson_is_named(folder: Path, file: Any) -> None:
    (folder / file.name).write_text('{"type": "FeatureCollection"', "utf-8")
    assert (file.name, 1, "", "not_json") in told(folder)
    (folder / file.name).write_text("[1, 2]", "utf-8")
    assert (file.name, 0, "features", "not_geojson") in told(folder)


def test_features_in_another_system_are_refused(folder: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32719"}}
    edit_json(folder, "towns.geojson", lambda document: document.update(crs=crs))
    assert ("towns.geojson", 0, "crs", "wrong_crs") in told(folder)
    crs["properties"] = {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}
    edit_json(folder, "towns.geojson", lambda document: document.update(crs=crs))
    assert load_pack(folder).code


@pytest.mark.parametrize(
    ("name", "edit", "key"),
    [
        ("outline.geojson", lambda features: features.append(ANOTHER), "one_outline"),
        ("towns.geojson", lambda features: features.pop(), "no_shape"),
        ("towns.geojson", lambda features: features.pop(), "gap"),
        ("towns.geojson", lambda features: features.append(features[0]), "repeated_feature"),
        ("towns.geojson", lambda features: features[0]["properties"].update(code="VC-XX"), "shape_without_row"),
        ("towns.geojson", lambda features: features[0].update(geometry=features[1]["geometry"]), "overlaps"),
        ("towns.geojson", lambda features: features[0].update(geometry=TOO_WIDE), "overhangs"),
        ("gridcells.geojson", lambda all_: all_[0].update(geometry=all_[-1]["geometry"]), "cell_outside_town"),
        ("gridcells.geojson", lambda features: features.pop(), "town_gap"),
        ("gridcells.geojson", lambda features: features.pop(), "no_shape"),
        ("gridcells.geojson", lambda features: features[0].update(geometry=features[1]["geometry"]), "overlaps"),
        ("parks.geojson", lambda features: features[0].update(geometry=ANOTHER["geometry"]), "park_elsewhere"),
        ("parks.geojson", lambda features: features.pop(), "no_shape"),
    ],
)  # fmt: skip
def test_borders_that_do_not_fit_are_named(folder: Path, name: str, edit: Callable[[Any], Any], key: str) -> None:
    edit_json(folder, name, lambda document: edit(document["features"]))
    assert (name, key) in [(found[0], found[3]) for found in told(folder)]


@pytest.mark.parametrize("name", ["towns.geojson", "gridcells.geojson"])
def test_borders_may_miss_each_other_by_a_hair(folder: Path, name: str) -> None:
    def shrink(document: Any) -> None:
        for feature in document["features"]:
            feature["geometry"] = mapping(shape(feature["geometry"]).buffer(-1e-6))

    edit_json(folder, name, shrink)
    assert load_pack(folder).code


def test_all_problems_are_told_at_once(folder: Path) -> None:
    set_cell(folder, "towns.csv", 2, "in_start_zone", "yes")
    set_cell(folder, "rules.csv", 4, "value", "many")
    replace_text(folder, "pack.toml", 'country = "CL"', 'country = "Chile"')
    edit_json(folder, "parks.geojson", lambda document: document["features"][0].update(geometry=None))
    assert {found[0] for found in told(folder)} >= {"towns.csv", "rules.csv", "pack.toml", "parks.geojson"}


def test_a_problem_reads_as_a_sentence_in_both_languages(folder: Path) -> None:
    set_cell(folder, "rules.csv", 4, "value", "many")
    (problem,) = [found for found in problems_of(folder) if found.key == "bad_number"]
    assert problem.sentence() == "rules.csv 第 4 行（项），value：“many”不是数字。"
    with speaking("en"):
        assert problem.sentence() == "rules.csv row (entry) 4, value: “many” is no number."


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(set(FILES) - {"README.md"})), st.data())
def test_no_damage_gets_past_the_checks_as_anything_but_a_pack_error(name: str, data: st.DataObject) -> None:
    with TemporaryDirectory() as home:
        folder = Path(shutil.copytree(INVENTED, Path(home) / "pack"))
        content = bytearray((folder / name).read_bytes())
        start = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 40))
        content[start : start + length] = data.draw(st.binary(max_size=12) | st.text(max_size=6).map(str.encode))
        (folder / name).write_bytes(content)
        found = outcome(folder)
        for lang in LANGUAGES:
            with speaking(lang):
                assert all(problem.sentence() for problem in found)


def outcome(folder: Path) -> tuple[PackProblem, ...]:
    try:
        load_pack(folder)
    except PackError as error:
        return error.problems
    return ()
