"""What the map page says about an address, asked over HTTP without a browser."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from dash import Dash

from dashboard.options import groups
from dashboard.pages.map_filters import periods
from dashboard.pages.map_headlines import value_id
from dashboard.pages.map_view import period_of
from data.packs import Pack
from data.rules.filters import Filter
from data.rules.periods import Period
from data.rules.scope import Scope
from data.rules.vocabulary import STATES, State
from data.words import LANGUAGES, table
from tests.dashboard.map.conftest import DAY, OPTIONS, Visitor, nodes_in, wire, words_in


def total(answer: dict[str, Any]) -> int:
    """The first headline number of the page."""
    numbers = [
        props["children"]
        for props in nodes_in(answer[wire(value_id("hazards_total"))]["children"])
        if str(props.get("className")).startswith("number")
    ]
    return int(numbers[0].replace(",", ""))


def option(answer: dict[str, Any], toggle: str) -> dict[str, Any]:
    """One option of the filter panel."""
    return next(props for props in nodes_in(answer[OPTIONS]["data"]) if props.get("data-toggle") == toggle)


def amount(answer: dict[str, Any], toggle: str) -> int:
    """The count beside an option."""
    return int(option(answer, toggle)["children"][1]["props"]["children"].replace(",", ""))


def test_everything_on_the_page_comes_from_one_filter(pack: Pack, demo: Dash, visit: Callable[..., Visitor]) -> None:
    town = pack.towns[0].code
    answer = visit().page(f"?town={town}&level=0")
    mask = demo.server.extensions["onemap"].model.snapshot.mask(
        Scope.whole(pack.code), Filter(town=(town,), level=("0",))
    )
    assert total(answer) == int(mask.sum())
    assert f"{int(mask.sum()):,}" in words_in(answer["map-drawn"]["children"])
    assert answer["map-funnel"]["figure"]["data"][0]["x"][0] == int(mask.sum())
    assert sum(answer["map-trend"]["figure"]["data"][0]["y"]) == int(mask.sum())
    trace = answer["map-by-town"]["figure"]["data"][0]
    bright = [
        click for click, opacity in zip(trace["customdata"], trace["marker"]["opacity"], strict=True) if opacity == 1
    ]
    assert bright == [f"town={town}"]
    assert len(trace["customdata"]) > 1


def test_the_counts_of_the_towns_add_up_to_the_county(pack: Pack, visit: Callable[..., Visitor]) -> None:
    answer = visit().page()
    towns = [*(town.code for town in pack.towns), "unassigned"]
    assert sum(amount(answer, f"town={town}") for town in towns) == total(answer)


def test_an_option_counts_under_the_other_limits_only(pack: Pack, visit: Callable[..., Visitor]) -> None:
    first, second = pack.towns[0].code, pack.towns[1].code
    everything, narrowed = visit().page(), visit().page(f"?town={first}")
    assert amount(narrowed, f"town={second}") == amount(everything, f"town={second}")
    assert option(narrowed, f"town={first}")["aria-checked"] == "true"
    assert option(narrowed, f"town={second}")["aria-checked"] == "false"
    assert amount(narrowed, "level=0") <= amount(everything, "level=0")


def test_a_role_sees_only_its_own_scope(pack: Pack, visit: Callable[..., Visitor]) -> None:
    town = pack.towns[0].code
    whole, own = visit().page(), visit(town).page()
    assert total(own) == amount(whole, f"town={town}") < total(whole)
    other = visit(town).page(f"?town={pack.towns[1].code}")
    assert "没有符合条件的隐患" in words_in(other["map-drawn"]["children"])


def test_the_numbers_say_what_they_rest_on(demo: Dash, visit: Callable[..., Visitor]) -> None:
    change = demo.server.extensions["onemap"].model.snapshot.change
    basis = visit().page()["map-basis"]["children"]
    assert f"截至 {DAY} · 变更号 {change}" in words_in(basis)
    assert "范围" in basis["props"]["title"]


def test_counts_and_figures_are_those_of_the_day_asked_for(
    demo: Dash, pack: Pack, visit: Callable[..., Visitor]
) -> None:
    day = date(2026, 1, 31)
    view = demo.server.extensions["onemap"].model.snapshot.view(day)
    answer = visit().page(f"?as_of={day}")
    assert amount(answer, "state=RECTIFYING") == int((view.hazards.state == State.RECTIFYING.code).sum())
    assert amount(answer, "overdue=yes") == int(view.hazards.overdue.sum())
    assert total(answer) == int(view.hazards.counts.sum())
    assert f"截至 {day}" in words_in(answer["map-basis"]["children"])
    assert f"截至 {day} 的情况" in words_in(answer["map-banner"]["children"])


def test_every_filter_is_counted_over_the_same_days(demo: Dash, pack: Pack) -> None:
    snapshot = demo.server.extensions["onemap"].model.snapshot
    oldest = date.fromordinal(int(snapshot.hazards.found[snapshot.hazards.counts].min()))
    assert period_of(snapshot, Filter()) == Period(oldest, DAY)
    assert period_of(snapshot, Filter(town=(pack.towns[0].code,), overdue=True)) == Period(oldest, DAY)
    assert period_of(snapshot, Filter(to=date(2026, 1, 31))) == Period(oldest, date(2026, 1, 31))
    assert period_of(snapshot, Filter(as_of=date(1999, 1, 1))) == Period(date(1999, 1, 1), date(1999, 1, 1))


def test_no_hazard_gives_dashes_and_empty_charts(visit: Callable[..., Visitor]) -> None:
    answer = visit().page("?town=no-such-town")
    assert "—" in words_in(answer[wire(value_id("rectification_rate"))]["children"])
    for name in ("map-funnel", "map-trend", "map-by-sector", "map-by-level"):
        figure = answer[name]["figure"]
        assert figure["data"] == []
        assert figure["layout"]["annotations"][0]["text"] == "—"


def test_a_theme_changes_colours_and_nothing_else(visit: Callable[..., Visitor]) -> None:
    light, dark = visit().page(theme="light"), visit().page(theme="dark")
    assert light[wire(value_id("overdue"))] == dark[wire(value_id("overdue"))]
    assert light["map-funnel"]["figure"] != dark["map-funnel"]["figure"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_group_of_the_panel_has_a_title(pack: Pack, lang: str) -> None:
    for group in groups(pack):
        assert f"map.filter_{group.key}" in table(lang)


def test_this_week_runs_from_monday_to_sunday() -> None:
    found = {name: (first, last) for name, first, last in periods(date(2024, 2, 29))}
    assert found["week"] == (date(2024, 2, 26), date(2024, 3, 3))
    assert found["month"] == (date(2024, 2, 1), date(2024, 2, 29))
    assert found["last_month"] == (date(2024, 1, 1), date(2024, 1, 31))
    assert found["year"] == (date(2024, 1, 1), date(2024, 12, 31))


def test_the_drawer_tells_facts_history_and_next_step(demo: Dash, visit: Callable[..., Visitor]) -> None:
    hazards = demo.server.extensions["onemap"].model.snapshot.hazards
    row = next(row for row in range(len(hazards)) if hazards.open[row] and hazards.morton[row] >= 0)
    answer = drawer(visit(), "hazards", hazards.number[row])
    text = words_in(answer["map-drawer"]["children"])
    assert hazards.number[row] in text
    assert "所在镇街" in text
    assert "发现隐患" in text
    assert answer["map-drawer"]["hidden"] is False
    assert answer["map-mark"]["data"] == [hazards.lon[row], hazards.lat[row]]


def test_the_drawer_tells_of_an_object_and_its_hazards(demo: Dash, visit: Callable[..., Visitor]) -> None:
    snapshot = demo.server.extensions["onemap"].model.snapshot
    number = snapshot.objects.id[int(snapshot.hazards.object_row.max())]
    text = words_in(drawer(visit(), "objects", number)["map-drawer"]["children"])
    assert number in text
    assert "打开一企一档" in text


def test_several_at_one_place_are_listed(demo: Dash, visit: Callable[..., Visitor]) -> None:
    numbers = demo.server.extensions["onemap"].model.snapshot.hazards.number[:3]
    answer = drawer(visit(), "hazards", *numbers)
    chosen = [props["data-select"] for props in nodes_in(answer["map-drawer"]["children"]) if "data-select" in props]
    assert chosen == [f"hazards:{number}" for number in numbers]


@pytest.mark.parametrize("kind", ["hazards", "objects", "persons"])
def test_what_lies_outside_the_scope_is_not_found(
    pack: Pack, demo: Dash, visit: Callable[..., Visitor], kind: str
) -> None:
    snapshot = demo.server.extensions["onemap"].model.snapshot
    table_, towns = (snapshot.hazards, "number") if kind == "hazards" else (snapshot.objects, "id")
    own = snapshot.tables.town.index(pack.towns[0].code)
    row = next(row for row, town in enumerate(table_.town) if town != own)
    answer = drawer(visit(pack.towns[0].code), kind, getattr(table_, towns)[row])
    assert "不在当前身份的范围内" in words_in(answer["map-drawer"]["children"])
    assert answer["map-mark"]["data"] is None


def test_nothing_selected_hides_the_drawer(visit: Callable[..., Visitor]) -> None:
    assert drawer(visit(), "hazards")["map-drawer"]["hidden"] is True


def test_on_a_past_day_the_drawer_shows_a_hazard_as_it_was_then(demo: Dash, visit: Callable[..., Visitor]) -> None:
    snapshot, day = demo.server.extensions["onemap"].model.snapshot, date(2026, 2, 1)
    then, now = snapshot.view(day).hazards, snapshot.hazards
    moved = np.flatnonzero(then.counts & (now.state != then.state))
    states, first = np.unique(then.state[moved], return_index=True)
    assert len(states) > 1
    for state, row in zip([STATES[code] for code in states.tolist()], moved[first].tolist(), strict=True):
        number = now.number[row]
        told = drawer(visit(), "hazards", number, search=f"?as_of={day}")["map-drawer"]["children"]
        (badge,) = [props["className"] for props in nodes_in(told) if "state-badge" in str(props.get("className"))]
        assert badge == f"state-badge state-{state.value.lower()}"
        assert "截至 2026-02-01 的情况" in words_in(told)
        assert "下一步" not in words_in(told)
        assert max(re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d", words_in(told))) < "2026-02-02"
        pair = drawer(visit(), "hazards", number, number, search=f"?as_of={day}")["map-drawer"]["children"]
        assert badge in [props.get("className") for props in nodes_in(pair)]
        assert number in words_in(drawer(visit(), "hazards", number)["map-drawer"]["children"])


def test_on_a_past_day_a_hazard_found_later_is_not_found(demo: Dash, visit: Callable[..., Visitor]) -> None:
    snapshot = demo.server.extensions["onemap"].model.snapshot
    number = snapshot.hazards.number[int(snapshot.hazards.found.argmax())]
    text = words_in(drawer(visit(), "hazards", number, search="?as_of=2026-02-01")["map-drawer"]["children"])
    assert "没有找到" in text
    assert "截至 2026-02-01" in text


def test_on_a_past_day_the_drawer_says_that_an_object_is_as_it_is_now(
    demo: Dash, visit: Callable[..., Visitor]
) -> None:
    number = demo.server.extensions["onemap"].model.snapshot.objects.id[0]
    told = drawer(visit(), "objects", number, search="?as_of=2026-02-01")["map-drawer"]["children"]
    assert "当前情况，地图为 2026-02-01 的情况" in words_in(told)


@pytest.mark.parametrize(("search", "href"), [("", "/ledger"), ("?level=1", "/ledger?level=1")])
def test_the_list_of_what_the_map_shows_has_the_plainest_address(
    visit: Callable[..., Visitor], search: str, href: str
) -> None:
    drawn = nodes_in(visit().page(search)["map-drawn"]["children"])
    assert [props["href"] for props in drawn if "href" in props] == [href]


def drawer(visitor: Visitor, kind: str, *ids: str, search: str = "") -> dict[str, Any]:
    """What the drawer says about a selection on an address."""
    output = "..map-drawer.children...map-drawer.hidden...map-mark.data.."
    inputs = {"map-selected.data": {"kind": kind, "ids": list(ids)}, "change.data": 0, "location.search": search}
    return visitor.call(output, inputs)
