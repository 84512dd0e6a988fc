"""Official boundaries: read in every format, checked against each other, laid over the pack, and taken back."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shapely
from sqlalchemy import Engine, select

from dashboard.commands.results import write
from data.exchange.errors import DatumNotDeclared, LinesOfOthers, UnknownLinesDatum
from data.exchange.importer import import_file
from data.exchange.outcome import ImportReport, RowReport
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from data.store.batches import take_back
from data.store.boundaries import as_drawn
from data.store.doctor import examine
from data.store.models import BoundaryRow, EventRow, HazardRow, ObjectRow
from data.words import t
from geo.datum import Datum, from_wgs84
from tests.exchange import books
from tests.exchange.books import hazard, hazards, objects, roster
from tests.exchange.lines import bent, by_code, feature, features, frame, geojson, geopackage, shapefile

CENTIMETRE = 2e-7


def drawn(engine: Engine, pack: Pack) -> Pack:
    with engine.connect() as connection:
        return as_drawn(connection, pack)


def sent(engine: Engine, pack: Pack, path: Path, **more: Any) -> ImportReport:
    scope = more.pop("scope", Scope.whole(pack.code))
    return import_file(
        engine, pack, scope, SYSTEM, path, more.pop("kind", "boundaries"), now=more.pop("now", books.NOW), **more
    )


def towns(pack: Pack, path: Path) -> Path:
    return geojson(path / "towns.geojson", features(bent(pack.town_shapes)))


def events(engine: Engine) -> int:
    with engine.connect() as connection:
        return len(connection.execute(select(EventRow.change)).all())


def refused(report: ImportReport) -> RowReport:
    """The first feature that cannot be used; nothing was written."""
    assert not report.committed
    assert report.batch is None
    assert t("import.lines.nothing_written") in report.notes
    return next(row for row in report.rows if row.outcome == "ERROR")


def test_official_towns_replace_the_schematic_ones_and_make_the_county(
    engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    report = sent(engine, pack, towns(pack, tmp_path))
    assert (report.counts["OK"], report.committed) == (len(pack.towns), True)
    assert report.rows[0].values is not None
    assert report.rows[0].values["area_km2"] > 10
    now = drawn(engine, pack)
    assert not now.boundaries_schematic
    assert now.boundary_note == t("map.rest_schematic")
    assert (
        shapely.area(shapely.symmetric_difference(now.outline, shapely.union_all(list(by_code(now).values())))) < 1e-9
    )
    for shape in bent(pack.town_shapes):
        assert by_code(now)[shape.code].hausdorff_distance(shape.geometry) < CENTIMETRE
    assert examine(engine, pack) == []


def test_every_format_and_system_leads_to_the_same_lines(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    table = frame(bent(pack.town_shapes))
    first = sent(engine, pack, geopackage(tmp_path / "镇街.gpkg", table))
    assert first.counts["OK"] == len(pack.towns), first.rows
    before = by_code(drawn(engine, pack))
    metres = table.to_crs(pack.projected_epsg)
    again = sent(engine, pack, shapefile(tmp_path / "镇街.zip", metres), kind=None)
    assert {row.sheet for row in again.rows} == {"镇街界"}
    assert {row.outcome for row in again.rows} <= {"UNCHANGED", "UPDATE"}, again.rows
    for code, geometry in by_code(drawn(engine, pack)).items():
        assert geometry.hausdorff_distance(before[code]) < CENTIMETRE


def test_the_same_file_twice_changes_nothing(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    path = towns(pack, tmp_path)
    sent(engine, pack, path)
    count = events(engine)
    report = sent(engine, pack, path)
    assert report.counts["UNCHANGED"] == len(pack.towns)
    assert (events(engine), report.batch) == (count, None)


def test_points_in_another_datum_are_moved_back(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    table = frame(bent(pack.town_shapes))
    table.geometry = shapely.transform(
        table.geometry.to_numpy(), lambda x, y: from_wgs84(x, y, Datum.GCJ02), interleaved=False
    )
    table = table.set_crs(None, allow_override=True)
    path = geojson(tmp_path / "x.geojson", json.loads(table.to_json())["features"])
    sent(engine, pack, path, datum=Datum.GCJ02)
    now = by_code(drawn(engine, pack))
    assert all(now[shape.code].hausdorff_distance(shape.geometry) < CENTIMETRE for shape in bent(pack.town_shapes))


def test_a_layer_that_names_no_system_is_refused_until_somebody_declares_it(
    engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    path = shapefile(tmp_path / "a.zip", frame(bent(pack.town_shapes)), without=[".prj"])
    with pytest.raises(DatumNotDeclared, match="坐标系"):
        sent(engine, pack, path)
    assert sent(engine, pack, path, datum=Datum.CGCS2000).committed


def test_a_system_without_public_parameters_is_refused(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    table = frame(bent(pack.town_shapes)).set_crs(4610, allow_override=True)
    with pytest.raises(UnknownLinesDatum, match="Xian 1980"):
        sent(engine, pack, geopackage(tmp_path / "xian.gpkg", table))


def test_objects_are_placed_anew_and_hazards_keep_the_place_of_their_discovery(
    engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    first, second = pack.cell_shapes[:2]
    inside = shapely.point_on_surface(first.geometry)
    objects(engine, pack, tmp_path, [roster(经度=inside.x, 纬度=inside.y, 所属镇街="")])
    hazards(engine, pack, tmp_path, [hazard(所属镇街="")])
    swapped = [
        {**one, "geometry": other["geometry"]}
        for one, other in zip(features([first, second]), features([second, first]), strict=True)
    ]
    town = [shape for shape in pack.cell_shapes[2:] if shape.code.startswith(first.code[:9])]
    report = sent(engine, pack, geojson(tmp_path / "网格.geojson", [*swapped, *features(town)]))
    assert report.committed, report.rows
    with engine.connect() as connection:
        assert connection.scalars(select(ObjectRow.cell)).one() == second.code
        assert connection.scalars(select(HazardRow.cell)).one() == first.code
    assert any("监管对象 1 个" in note for note in report.notes)
    take_back(engine, pack, Scope.whole(pack.code), SYSTEM, report.batch or "", None, books.NOW + timedelta(days=1))
    with engine.connect() as connection:
        assert connection.scalars(select(ObjectRow.cell)).one() == first.code
    assert drawn(engine, pack).cell_shapes == pack.cell_shapes
    assert examine(engine, pack) == []


def test_a_town_that_only_its_polygon_told_follows_the_lines_and_a_stated_one_stays(
    engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    shapes = {shape.code: shape for shape in pack.town_shapes}
    pair = next(
        (one, other)
        for one in shapes.values()
        for other in shapes.values()
        if one.code != other.code and one.geometry.intersection(other.geometry).length > 0.01
    )
    point = shapely.point_on_surface(pair[0].geometry)
    told = next(town.name for town in pack.towns if town.code == pair[0].code)
    objects(engine, pack, tmp_path, [
        roster(单位名称="示例甲厂", 统一社会信用代码="", 联系电话="", 地址="", 经度=point.x, 纬度=point.y,
               所属镇街=""),
        roster(单位名称="示例乙厂", 统一社会信用代码="", 联系电话="", 地址="", 经度=point.x, 纬度=point.y,
               所属镇街=told),
    ])  # fmt: skip
    exchanged = {pair[0].code: pair[1].geometry, pair[1].code: pair[0].geometry}
    file = features(shapes.values())
    for one in file:
        code = one["properties"]["code"]
        one["geometry"] = shapely.geometry.mapping(exchanged.get(code, shapes[code].geometry))
    sent(engine, pack, geojson(tmp_path / "镇街.geojson", file))
    with engine.connect() as connection:
        rows = {row.name: row.town for row in connection.execute(select(ObjectRow.name, ObjectRow.town))}
        doubts = {
            row.name: row.place_doubts for row in connection.execute(select(ObjectRow.name, ObjectRow.place_doubts))
        }
    assert rows == {"示例甲厂": pair[1].code, "示例乙厂": pair[0].code}
    assert "GEO_TOWN_MISMATCH" in (doubts["示例乙厂"] or "")
    assert "GEO_TOWN_MISMATCH" not in (doubts["示例甲厂"] or "")


def test_taking_the_batch_back_leaves_the_lines_of_the_pack(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    report = sent(engine, pack, towns(pack, tmp_path))
    official = drawn(engine, pack)
    later = books.NOW + timedelta(days=1)
    take_back(engine, pack, Scope.whole(pack.code), SYSTEM, report.batch or "", "示例", later)
    now = drawn(engine, official)
    assert by_code(now) == by_code(pack)
    assert (now.boundary_note, now.bounds, now.outline) == (pack.boundary_note, pack.bounds, pack.outline)
    assert now.drawn > official.drawn
    assert sent(engine, pack, towns(pack, tmp_path), now=later + timedelta(days=1)).committed


def test_cells_of_a_town_are_replaced_together(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    town = pack.towns[0].code
    whole = by_code(pack)[town]
    west, south, east, north = whole.bounds
    halves = [
        shapely.intersection(whole, shapely.box(west, south, (west + east) / 2, north)),
        shapely.intersection(whole, shapely.box((west + east) / 2, south, east, north)),
    ]

    def cells(*codes: str) -> list[dict[str, Any]]:
        return [feature(half, 网格编码=code, 网格名称=f"网格{code}") for code, half in zip(codes, halves, strict=True)]

    sent(engine, pack, geojson(tmp_path / "网格1.geojson", cells(f"{town}701", f"{town}702")))
    now = drawn(engine, pack)
    assert [cell.code for cell in now.cells if cell.town == town] == [f"{town}701", f"{town}702"]
    assert {cell.town for cell in now.cells} == {cell.town for cell in pack.cells}
    report = sent(engine, pack, geojson(tmp_path / "网格2.geojson", cells(f"{town}701", f"{town}703")))
    assert any(f"网格{town}702" in note for note in report.notes)
    assert [cell.code for cell in drawn(engine, pack).cells if cell.town == town] == [f"{town}701", f"{town}703"]


def test_without_one_town_nothing_of_the_file_is_written(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    report = sent(engine, pack, geojson(tmp_path / "x.geojson", features(bent(pack.town_shapes))[1:]))
    assert f"还缺：{pack.towns[0].name}" in refused(report).problems[0].message
    assert events(engine) == 0


def test_towns_that_overlap_are_refused_with_the_place(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    file = features(pack.town_shapes)
    file[0]["geometry"] = shapely.geometry.mapping(shapely.buffer(pack.town_shapes[0].geometry, 0.01))
    problems = [one.message for one in refused(sent(engine, pack, geojson(tmp_path / "x.geojson", file))).problems]
    assert any("重叠" in message and "平方公里" in message and "附近" in message for message in problems)


def test_towns_beyond_the_official_county_are_refused_and_gaps_are_told(
    engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    west, south, east, north = pack.outline.bounds
    county = {"code": pack.code, "name": pack.name}
    half = shapely.intersection(pack.outline, shapely.box(west, south, (west + east) / 2, north))
    more = shapely.union(pack.outline, shapely.box(east - 0.02, south, east + 0.02, north))

    def file(geometry: Any) -> list[dict[str, Any]]:
        return [feature(geometry, **county), *features(pack.town_shapes)]

    beyond = refused(sent(engine, pack, geojson(tmp_path / "x.geojson", file(half))))
    assert any("之外" in one.message for one in beyond.problems)
    report = sent(engine, pack, geojson(tmp_path / "y.geojson", file(more)))
    assert report.committed
    assert any("没有划入任何下级区域" in note for note in report.notes)


def ring(*corners: tuple[float, float]) -> dict[str, Any]:
    return {"geometry": {"type": "Polygon", "coordinates": [[*map(list, corners), list(corners[0])]]}}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"properties": {"name": "", "code": ""}}, "没有名称也没有代码"),
        ({"properties": {"name": "邻县某镇", "code": ""}}, "不是本辖区的镇街"),
        ({"geometry": None}, "没有图形"),
        ({"geometry": {"type": "Polygon", "coordinates": "x"}}, "读不出来"),
        (ring((117, 37), (117.1, 37.1), (117.1, 37), (117, 37.1)), "边线自相交，位置在 117.050000, 37.050000 附近"),
        (ring((500000, 4090000), (500100, 4090000), (500100, 4090100)), "不是经纬度"),
        (ring((37, 117), (37.1, 117), (37.1, 117.1)), "经度和纬度写反了"),
    ],
)
def test_a_feature_that_cannot_be_used_says_why(
    change: dict[str, Any], says: str, sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    file = features(bent(pack.town_shapes))
    file[3] |= change
    row = refused(sent(sqlite_engine, pack, geojson(tmp_path / "x.geojson", file)))
    told = next(one for one in sent(sqlite_engine, pack, tmp_path / "x.geojson").rows if one.row == 4)
    assert row.outcome == told.outcome == "ERROR"
    assert any(says in one.message for one in told.problems), told.problems


def test_parts_of_one_town_are_joined_and_other_shapes_are_left_out(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    file = features(bent(pack.town_shapes))
    whole = shapely.geometry.shape(file[0]["geometry"])
    west, south, east, north = whole.bounds
    halves = [shapely.box(west, south, (west + east) / 2, north), shapely.box((west + east) / 2, south, east, north)]
    file[0]["geometry"] = shapely.geometry.mapping(shapely.intersection(whole, halves[0]))
    file.append({**file[0], "geometry": shapely.geometry.mapping(shapely.intersection(whole, halves[1]))})
    file.append(
        {"type": "Feature", "properties": {"name": "界碑"}, "geometry": {"type": "Point", "coordinates": [117, 37]}}
    )
    report = sent(sqlite_engine, pack, geojson(tmp_path / "x.geojson", file))
    assert [row.outcome.value for row in report.rows[-2:]] == ["WARN", "SKIP"]
    assert report.committed
    assert by_code(drawn(sqlite_engine, pack))[pack.towns[0].code].hausdorff_distance(whole) < CENTIMETRE


def test_who_answers_for_a_town_does_not_draw_the_county(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    with pytest.raises(LinesOfOthers, match="负责全区"):
        sent(sqlite_engine, pack, towns(pack, tmp_path), scope=Scope.of_towns(pack.code, pack.towns[0].code))


def test_a_look_writes_nothing(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    report = sent(sqlite_engine, pack, towns(pack, tmp_path), dry_run=True, kind=None)
    assert (report.kind, report.counts["OK"], report.committed) == ("boundaries", len(pack.towns), False)
    with sqlite_engine.connect() as connection:
        assert connection.execute(select(BoundaryRow.id)).all() == []


def test_the_workbook_of_results_has_a_row_for_every_feature(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    file = features(bent(pack.town_shapes))
    file[2]["properties"]["name"] = "邻县某镇"
    file[2]["properties"]["code"] = ""
    path = geojson(tmp_path / "镇街.geojson", file)
    report = sent(sqlite_engine, pack, path)
    write(tmp_path / "结果.xlsx", path, None, report, pack, SYSTEM)
    sheet = openpyxl.load_workbook(tmp_path / "结果.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = rows[0].index("name")
    assert [row[at] for row in rows[1:]] == [one["properties"]["name"] for one in file]
    assert any("不是本辖区的镇街" in str(cell) for cell in rows[3])
