"""The layer registry: every row is named, drawn, switchable and in the legend, and MapLibre accepts the style."""

import json
import re
import shutil
import subprocess
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from data.packs import DEFAULT_PACK, Pack, load_pack
from data.rules.filters import Filter
from data.words import LANGUAGES, t
from layers.brush import Brush, sector_slots
from layers.context import context
from layers.mapstyle import map_style, tile_url
from layers.registry import BY_COLOUR, BY_SECTOR, HAZARDS, LAYERS, MODES, UNITS, Layer, legend, switched_on
from layers.shown import KINDS, Shown
from layers.style import RISKS, SECTOR_SLOTS, THEMES
from layers.surface import Surface, shaded_towns
from layers.symbols import MARKS, SHAPES, symbols

SHADED = shaded_towns("towns_open", {"370115001": 3.0, "370115002": 9.0})
BASE = "http://127.0.0.1:8050"
CHECKER = Path(__file__).parents[2] / "node_modules/@maplibre/maplibre-gl-style-spec/dist/index.mjs"

PACKS = (
    DEFAULT_PACK,
    *sorted(str(file.parent) for file in (Path(__file__).parents[1] / "inputs/packs").glob("*/pack.toml")),
)


@pytest.fixture(params=PACKS, ids=lambda name: Path(name).name)
def pack(request: pytest.FixtureRequest) -> Pack:
    """The default pack and every invented one."""
    return load_pack(request.param)


rows = pytest.mark.parametrize("row", LAYERS, ids=lambda row: row.key)
themes = pytest.mark.parametrize("theme", [each.name for each in THEMES])


def style(pack: Pack, theme: str = "light", **options: Any) -> dict[str, Any]:
    return map_style(theme, BASE, Filter(town=("370115001",)).query(), "7-20210701", pack, **options)


@rows
def test_every_row_has_a_name_a_group_and_words_for_its_legend(row: Layer) -> None:
    for lang in LANGUAGES:
        assert t(f"layer.{row.key}", lang)
        assert t(f"layer.group_{row.group}", lang)
        assert all(t(line.words, lang) for line in row.legend)
        assert t(f"layer.unit_{row.unit}", lang) if row.unit else not row.legend or row.group == "ground"


@rows
def test_every_row_draws_something_and_leans_only_on_rows_that_exist(row: Layer, pack: Pack) -> None:
    assert row.draw(Brush.of(pack, "light")) or row.asks or row.key == HAZARDS
    assert set(row.with_rows) <= {each.key for each in LAYERS}


@rows
@themes
def test_every_image_of_a_legend_exists(row: Layer, theme: str) -> None:
    assert {line.image for line in row.legend} <= set(symbols(theme))


def test_keys_of_rows_and_of_style_layers_are_unique(pack: Pack) -> None:
    assert len({row.key for row in LAYERS}) == len(LAYERS)
    names = [layer["id"] for layer in style(pack)["layers"]]
    assert len(set(names)) == len(names)


@themes
@pytest.mark.parametrize("surface", [SHADED, Surface("density", ()), None], ids=["towns", "density", "none"])
@pytest.mark.skipif(not (CHECKER.exists() and shutil.which("node")), reason="needs node and the MapLibre style checker")
def test_the_style_is_valid_for_maplibre(theme: str, surface: Surface | None, pack: Pack, tmp_path: Path) -> None:
    file = tmp_path / "style.json"
    on = {"hazards", *([surface.key] if surface else [])}
    drawn = style(pack, theme, largest={"hazards": (500, 200, 0), "objects": (7,)}, surface=surface, on=on)
    file.write_text(json.dumps(drawn), "utf-8")
    script = (
        f"import {{validateStyleMin}} from {json.dumps(str(CHECKER))}; import fs from 'fs';"
        f"console.log(JSON.stringify(validateStyleMin(JSON.parse(fs.readFileSync({json.dumps(str(file))})))"
        ".map(e => e.message)))"
    )
    answer = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    assert json.loads(answer.stdout) == []


@themes
def test_the_style_names_no_glyphs_no_sprite_and_only_our_own_server(theme: str, pack: Pack) -> None:
    drawn = style(pack, theme)
    assert not {"glyphs", "sprite"} & set(drawn)
    assert not any("text-font" in layer.get("layout", {}) for layer in drawn["layers"])
    assert all(
        found.startswith(BASE) for found in re.findall(r"https?://[^\"]+", json.dumps(drawn["sources"]["hazards"]))
    )
    assert drawn["sources"]["context"]["data"].startswith(BASE)


@themes
def test_every_image_the_style_names_outright_exists(theme: str, pack: Pack) -> None:
    images = symbols(theme)
    for layer in style(pack, theme)["layers"]:
        image = layer.get("layout", {}).get("icon-image")
        if isinstance(image, str):
            assert image in images
    assert {f"risk-{key}{end}" for key in RISKS for end in ("", "-imprecise")} <= set(images)
    assert {f"major-{key}" for key in RISKS} | {f"object-{slot}" for slot in range(SECTOR_SLOTS + 1)} <= set(images)
    assert {f"sector-{slot}{end}" for slot in range(SECTOR_SLOTS + 1) for end in ("", "-imprecise")} <= set(images)


@themes
def test_symbols_are_well_formed_and_ask_for_nothing(theme: str) -> None:
    for svg in symbols(theme).values():
        ET.fromstring(svg)
        assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg"}
        assert set(re.findall(r"url\(([^)]*)\)", svg)) <= {"#h"}


def test_each_risk_has_a_shape_and_a_mark_of_its_own() -> None:
    assert len(set(SHAPES.values())) == len(set(MARKS.values())) == len(RISKS)


@pytest.mark.parametrize("mode", MODES)
def test_hazards_are_coloured_in_one_way_only(mode: str, pack: Pack) -> None:
    shown = dict.fromkeys(MODES, False)
    for layer in style(pack, on={mode, HAZARDS, "towns"})["layers"][1:]:
        for row in MODES:
            if layer["layout"]["visibility"] == "visible" and row in layer["metadata"]["rows"]:
                shown[row] = True
    assert shown == {row: row == mode for row in MODES}


def test_nothing_chosen_still_colours_hazards_by_risk() -> None:
    assert BY_COLOUR in switched_on(())
    assert BY_SECTOR not in switched_on(MODES)


def test_a_layer_shows_when_all_its_rows_are_on(pack: Pack) -> None:
    on = switched_on({"major", BY_SECTOR, HAZARDS})
    for layer in style(pack, on={"major", BY_SECTOR, HAZARDS})["layers"][1:]:
        expected = "visible" if set(layer["metadata"]["rows"]) <= on else "none"
        assert layer["layout"]["visibility"] == expected


def test_the_legend_has_lines_of_every_row_that_draws_facts_and_of_every_main_sector(pack: Pack) -> None:
    lines = legend(pack)
    assert {line.layer for line in lines} >= {row.key for row in LAYERS if row.legend}
    assert [line.words for line in lines if line.layer == BY_COLOUR][-len(RISKS) :] == [
        t(f"colour.risk_{key}") for key in RISKS
    ]
    mains = [sector.short_name for sector in pack.sectors if sector.parent is None]
    assert [line.words for line in lines if line.image.startswith("sector-")] == mains[: SECTOR_SLOTS + 1]


def test_of_rows_that_exclude_each_other_one_at_most_is_on() -> None:
    on = switched_on({row.key for row in LAYERS})
    exclusive = [row.one_of for row in LAYERS if row.one_of and row.key in on]
    assert len(exclusive) == len(set(exclusive))
    assert switched_on({"no-such-row", BY_SECTOR}) == switched_on({BY_SECTOR})


def test_every_layer_of_hazards_is_a_row_that_the_server_hears_of() -> None:
    assert set(KINDS) <= {row.key for row in LAYERS if row.asks and row.switchable}
    assert Shown.of(switched_on()) == Shown()


def test_rows_of_one_unit_lie_beside_each_other(pack: Pack) -> None:
    order = [layer["metadata"]["unit"] for layer in style(pack, surface=SHADED)["layers"][1:]]
    fixed = [unit for unit in order if unit]
    assert list(dict.fromkeys(fixed)) == [unit for unit, _ in groupby(fixed)] == list(UNITS)
    assert order == [""] * order.index(fixed[0]) + fixed + [""] * order[::-1].index(fixed[-1])


@themes
def test_what_can_be_faded_has_an_opacity_that_can_be_multiplied(theme: str, pack: Pack) -> None:
    for layer in style(pack, theme)["layers"]:
        for key, value in layer["paint"].items():
            if key.endswith("opacity"):
                assert isinstance(value, float | int) or "zoom" not in json.dumps(value), "zoom stands outermost only"


def test_a_sub_sector_has_the_slot_of_its_sector(pack: Pack) -> None:
    slots = sector_slots(pack.sectors)
    assert set(slots) == {sector.code for sector in pack.sectors}
    assert all(slots[sector.code] == slots[sector.parent] for sector in pack.sectors if sector.parent is not None)
    assert max(slots.values()) <= SECTOR_SLOTS


def test_tile_addresses_carry_filter_and_version() -> None:
    query = Filter(town=("1", "2"), q="a&b {z}").query()
    address = tile_url(BASE, "hazards", query, "12-20210701")
    assert address.startswith(f"{BASE}/tiles/hazards/{{z}}/{{x}}/{{y}}.pbf?f=town%3D1%26town%3D2")
    assert address.endswith("&v=12-20210701")
    assert address.count("{") == 3
    assert tile_url(BASE, "hazards", query, "12", Shown()) == tile_url(BASE, "hazards", query, "12")
    assert "&hide=closed&v=" in tile_url(BASE, "hazards", query, "12", Shown.parse("closed"))


def test_circle_areas_follow_the_count_up_to_the_largest_cell(pack: Pack) -> None:
    drawn = next(
        each for each in style(pack, largest={"hazards": (400,)})["layers"] if each["id"] == "hazard-ring-colour"
    )
    ring, at, (_, (_, (_, _, (_, smallest, (_, largest, share)))), _) = drawn["layout"]["icon-image"][2][1:]
    assert (ring, at) == (["get", "key"], "@")
    assert smallest[-1] < largest <= 32
    assert share == ["min", 1, ["sqrt", ["/", ["get", "n"], 400]]]


def test_the_ground_holds_every_boundary_and_a_place_for_every_town_name(pack: Pack) -> None:
    features = context(pack)["features"]
    kinds = [feature["properties"]["kind"] for feature in features]
    assert kinds.count("outline") == 1
    assert kinds.count("town") == kinds.count("town-label") == len(pack.town_shapes)
    assert kinds.count("cell") == len(pack.cell_shapes)
    assert json.loads(json.dumps(features)) is not None
    names = {f["properties"]["name"] for f in features if f["properties"]["kind"] == "town-label"}
    assert names == {town.short_name for town in pack.towns}
