"""Figures of the map page over HTTP: comparisons, charts that filter, and the proof of every number."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from dash import Dash

from dashboard.changes import rounded
from dashboard.definitions import ABOVE, BELOW, DEFINED, as_filter
from dashboard.pages.map_figures import ROW, column
from dashboard.pages.map_headlines import WORD_UNITS, change, change_id, value_id
from data.packs import Pack
from data.readmodel.behind import behind
from data.rules.filters import Filter
from data.rules.periods import Period
from data.rules.scope import Box, Scope
from tests.dashboard.map.conftest import DAY, OPTIONS, READ_FIRST, Visitor, _asked, nodes_in, wire, words_in

MAY = "from=2026-05-01&to=2026-05-31"


def snapshot(demo: Dash) -> Any:
    return demo.server.extensions["onemap"].model.snapshot


def figures(demo: Dash, pack: Pack, chosen: Filter, first: date, last: date, as_of: date | None = None) -> Any:
    return snapshot(demo).figures(Scope.whole(pack.code), chosen, Period(first, last), as_of)


def changed(answer: dict[str, Any], word: str) -> dict[str, Any]:
    """The change of one headline: its words and its hover."""
    found: dict[str, Any] = answer[wire(change_id(word))]["children"]
    return found


def title(answer: dict[str, Any], word: str) -> str:
    return words_in(answer[wire({"type": "map-question", "key": word})]["children"])


@pytest.mark.parametrize(
    ("unit", "now", "before", "said"),
    [
        ("items", 110, 100, "+10.0%"),
        ("items", 90, 100, "-10.0%"),
        ("items", 5, 0, "—（+5）"),
        ("items", 0, 0, "持平"),
        ("items", 100, 100, "持平"),
        ("percent", 0.5, 0.4444, "+5.6 百分点"),
        ("percent", 0.4, 0.45, "-5.0 百分点"),
        ("percent", 0.5, 0.50001, "持平"),
        ("percent", None, 0.5, "—"),
        ("items", 7, None, "—"),
    ],
)
def test_a_change_is_said_as_official_sheets_do(unit: str, now: Any, before: Any, said: str) -> None:
    assert change(unit, now, before) == said


@pytest.mark.parametrize(
    ("percent", "shown"), [(99.95, 100.0), (0.05, 0.1), (66.649, 66.6), (50.0, 50.0), (-0.05, -0.1), (-3.14, -3.1)]
)
def test_rates_round_half_up(percent: float, shown: float) -> None:
    assert rounded(percent) == shown


def test_a_period_is_compared_with_the_one_before_or_with_last_year(
    pack: Pack, demo: Dash, visit: Callable[..., Visitor]
) -> None:
    now = figures(demo, pack, Filter(), date(2026, 5, 1), date(2026, 5, 31)).kpis
    april = figures(demo, pack, Filter(), date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 15)).kpis
    last = figures(demo, pack, Filter(), date(2025, 5, 1), date(2025, 5, 31), date(2025, 6, 15)).kpis
    for look, word, before in (({"compare": "before"}, "环比", april), ({"compare": "year"}, "同比", last)):
        answer = visit().page(f"?{MAY}", look=look)
        for key in ("hazards_total", "rectification_rate"):
            said = change(WORD_UNITS[key], now[key].value, before[key].value)
            assert words_in(changed(answer, key)) == f"{word} {said}"
        assert "2026-05-01 至 2026-05-31" in changed(answer, "hazards_total")["props"]["title"]


def test_without_a_period_this_year_to_date_is_compared_with_last_year(
    pack: Pack, demo: Dash, visit: Callable[..., Visitor]
) -> None:
    now = figures(demo, pack, Filter(), date(2026, 1, 1), DAY).kpis["hazards_total"]
    before = figures(demo, pack, Filter(), date(2025, 1, 1), date(2025, 6, 15), date(2025, 6, 15)).kpis["hazards_total"]
    said = words_in(changed(visit().page(), "hazards_total"))
    assert f"今年 {now.value:,}" in said
    assert f"同比 {change('items', now.value, before.value)}" in said


def test_a_leap_day_is_compared_with_the_last_of_february(visit: Callable[..., Visitor]) -> None:
    answer = visit().page("?from=2024-02-29&to=2024-02-29&as_of=2024-02-29", look={"compare": "year"})
    assert "2023-02-28 至 2023-02-28" in changed(answer, "overdue")["props"]["title"]


def test_the_trend_goes_by_day_week_or_month_and_its_points_filter(visit: Callable[..., Visitor]) -> None:
    for query, word, first in (
        (MAY, "每天", "from=2026-05-01&to=2026-05-01"),
        ("from=2026-01-01&to=2026-05-31", "每周", "from=2026-01-01&to=2026-01-04"),
        ("from=2025-01-01&to=2026-05-31", "每月", "from=2025-01-01&to=2025-01-31"),
    ):
        answer = visit().page(f"?{query}")
        assert word in title(answer, "trend")
        grey, found, _closed = answer["map-trend"]["figure"]["data"]
        assert grey["line"]["dash"] == "dot"
        assert found["customdata"][0] == first
    assert len(visit().page()["map-trend"]["figure"]["data"]) == 2


def test_bars_show_stock_rate_or_lateness_the_worst_first(visit: Callable[..., Visitor]) -> None:
    for look, question, rising in (
        (None, "哪些镇街未销号最多", False),
        ({"bars": "rate"}, "哪些镇街整改率最低", True),
        ({"bars": "late"}, "哪些镇街逾期率最高", False),
        ({"bars": "nonsense"}, "哪些镇街未销号最多", False),
    ):
        answer = visit().page(look=look)
        lengths = answer["map-by-town"]["figure"]["data"][0]["x"]
        assert question in title(answer, "by_town")
        assert lengths == sorted(lengths, reverse=not rising)
        assert len(lengths) > 3


def test_the_chosen_bar_and_step_stand_out_and_the_others_stay(pack: Pack, visit: Callable[..., Visitor]) -> None:
    code = next(sector.code for sector in pack.sectors if sector.parent is None)
    everything, answer = visit().page(), visit().page(f"?sector={code}&step=submitted")
    for name, click in (("map-by-sector", f"sector={code}"), ("map-funnel", "step=submitted")):
        trace = answer[name]["figure"]["data"][0]
        for chosen, opacity in zip(trace["customdata"], trace["marker"]["opacity"], strict=True):
            assert (opacity == 1) == (chosen == click)
    assert len(answer["map-funnel"]["figure"]["data"][0]["x"]) == len(
        everything["map-funnel"]["figure"]["data"][0]["x"]
    )


def test_a_step_of_the_funnel_filters_to_its_number(visit: Callable[..., Visitor]) -> None:
    trace = visit().page()["map-funnel"]["figure"]["data"][0]
    for click, n in zip(trace["customdata"], trace["x"], strict=True):
        if click:
            assert f"共 {n:,} 条" in words_in(visit().page(f"?{click}")["map-drawn"]["children"])


# ---------- the past, and what has not come yet ----------


def test_a_day_to_come_is_refused_with_a_sentence(visit: Callable[..., Visitor]) -> None:
    answer, today = visit().page("?as_of=2026-12-31"), visit().page()
    assert "2026-12-31 还没有到" in words_in(answer["map-banner"]["children"])
    assert answer["map-basis"] == today["map-basis"]
    assert answer[OPTIONS] == today[OPTIONS]
    assert today["map-banner"]["children"] == []


def test_news_do_not_disturb_a_past_day(visit: Callable[..., Visitor]) -> None:
    for search, status in (("?as_of=2026-01-31", 204), ("", 200)):
        told = _asked(READ_FIRST, {"location.search": search, "change.data": 7}, {})
        answer = visit().client.post("/_dash-update-component", json=told | {"changedPropIds": ["change.data"]})
        assert answer.status_code == status


# ---------- the proof of a number ----------


def proof(visitor: Visitor, keys: str, search: str = "") -> Any:
    """The drawer that explains figures."""
    inputs = {
        "map-selected.data": {"kind": "figures", "ids": keys.split(",")},
        "change.data": 0,
        "location.search": search,
    }
    answer = visitor.call("..map-drawer.children...map-drawer.hidden...map-mark.data..", inputs)
    assert answer["map-drawer"]["hidden"] is False
    return answer["map-drawer"]["children"]


@pytest.mark.parametrize("key", DEFINED)
def test_every_number_opens_its_definition_and_lists(
    demo: Dash, pack: Pack, visit: Callable[..., Visitor], key: str
) -> None:
    each = DEFINED[key]
    drawn = proof(visit(), key, f"?{MAY}")
    text = words_in(drawn)
    assert each.name in text
    assert each.how in text
    assert "2026-05-01 至 2026-05-31" in text
    found = figures(demo, pack, Filter(), date(2026, 5, 1), date(2026, 5, 31))
    entries = [props for props in nodes_in(drawn) if props.get("className") == "entry"]
    sides = [measure for measure in (each.above, each.below) if measure]
    assert len(entries) == sum(min(50, sum(len(part) for part in behind(found, side))) for side in sides)


@pytest.mark.parametrize("key", DEFINED)
@pytest.mark.parametrize("query", ["", MAY, f"town=370115002&level=0&{MAY}", "overdue=yes", "step=submitted"])
def test_the_way_to_all_rows_leads_to_just_as_many(
    demo: Dash, pack: Pack, visit: Callable[..., Visitor], key: str, query: str
) -> None:
    each, chosen, scope = DEFINED[key], Filter.parse(query), Scope.whole(pack.code)
    found = snapshot(demo).figures(scope, chosen, _period(demo, chosen), chosen.as_of)
    links = [str(props.get("href")) for props in nodes_in(proof(visit(), key, f"?{query}"))]
    for side in (ABOVE, BELOW):
        same, measure = as_filter(key, side, chosen), each.measure(side)
        if measure is None:
            assert same is None
            continue
        rows = sum(len(part) for part in behind(found, measure))
        if same is not None:
            assert int(snapshot(demo).mask(scope, same).sum()) == rows
            assert not rows or f"/ledger?{same.query()}".rstrip("?") in links
        else:
            assert not rows or f"/figures/{key}/{side}?{chosen.query()}".rstrip("?") in links


def _period(demo: Dash, chosen: Filter) -> Period:
    return Period(chosen.from_ or snapshot(demo).oldest(), chosen.to or DAY)


def test_what_no_filter_can_say_has_a_page_of_its_own(demo: Dash, pack: Pack, visit: Callable[..., Visitor]) -> None:
    (href,) = {
        props["href"]
        for props in nodes_in(proof(visit(), "due_rectification_rate"))
        if str(props.get("href")).startswith("/figures/") and "below" in props["href"]
    }
    value = (
        snapshot(demo).figures(Scope.whole(pack.code), Filter(), _period(demo, Filter())).kpis["due_rectification_rate"]
    )
    pages = -(-value.below // 100)
    seen: list[str] = []
    for page in range(1, pages + 1):
        drawn = shown(visit(), urlsplit(href).path, f"?page={page}")
        seen += [words_in(props["children"][0]) for props in nodes_in(drawn) if props.get("className") == "entry"]
        assert f"第 {page} 页，共 {pages} 页" in words_in(drawn)
    assert len(set(seen)) == len(seen) == value.below


def shown(visitor: Visitor, path: str, search: str) -> Any:
    output = "..content.children...title.data.."
    body = {"location.pathname": path}
    return visitor.call(output, body, {"location.search": search})["content"]["children"]


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999", "x", "²", "1e3"])
def test_a_page_that_is_not_there_is_the_nearest(visit: Callable[..., Visitor], page: str) -> None:
    assert re.search(r"第 \d+ 页", words_in(shown(visit(), "/figures/closed/above", f"?page={page}")))


@pytest.mark.parametrize("path", ["/figures/nonsense/above", "/figures/open/below", "/figures/open/beside"])
def test_a_figure_that_is_not_there_is_a_sentence(visit: Callable[..., Visitor], path: str) -> None:
    assert "没有名为" in words_in(shown(visit(), path, ""))
    assert "没有这个统计数字" in words_in(proof(visit(), "nonsense"))


def test_the_proof_shows_only_the_own_scope(pack: Pack, demo: Dash, visit: Callable[..., Visitor]) -> None:
    town = pack.towns[0].code
    own = Scope.of_towns(pack.code, town)
    numbers = set(snapshot(demo).numbers(snapshot(demo).mask(own, Filter())))
    hrefs = [str(props.get("href")) for props in nodes_in(proof(visit(town), "hazards_total,funds_yuan"))]
    listed = {href.removeprefix("/hazards/") for href in hrefs if href.startswith("/hazards/")}
    assert listed
    assert listed <= numbers


def test_the_numbers_of_the_page_are_buttons_that_open_their_proof(visit: Callable[..., Visitor]) -> None:
    answer = visit().page()
    for word in WORD_UNITS:
        assert word in DEFINED
        assert answer[wire(value_id(word))]
    asked = [
        props.get("data-select", "")
        for key in ("funnel", "trend", "by_town", "by_sector", "by_level")
        for props in nodes_in(answer[wire({"type": "map-question", "key": key})]["children"])
    ]
    keys = [key for each in asked if each for key in each.removeprefix("figures:").split(",")]
    assert len(keys) == 6 + 2 + 3
    assert all(key in DEFINED for key in keys)


# ---------- options that are left out ----------


def test_an_option_can_be_left_out_and_says_so(pack: Pack, visit: Callable[..., Visitor]) -> None:
    town = pack.towns[0]
    answer, everything = visit().page(f"?town=!{town.code}"), visit().page()
    options = {props.get("data-toggle"): props for props in nodes_in(answer[OPTIONS]["data"])}
    buttons = {props.get("data-exclude"): props for props in nodes_in(answer[OPTIONS]["data"])}
    assert "is-out" in options[f"town={town.code}"]["className"]
    assert options[f"town={town.code}"]["aria-checked"] == "false"
    assert buttons[f"town={town.code}"]["aria-pressed"] == "true"
    assert f"不含   {town.name}" in words_in(answer["map-chips"]["children"])
    before = {props.get("data-toggle"): props for props in nodes_in(everything[OPTIONS]["data"])}
    assert options[f"town={town.code}"]["children"] == before[f"town={town.code}"]["children"]


def test_groups_fold_what_has_nothing_and_offer_every_key(pack: Pack, visit: Callable[..., Visitor]) -> None:
    drawn = list(nodes_in(visit().page("?state=CLOSED&town=370115001")[OPTIONS]["data"]))
    keys = {str(props["data-toggle"]).split("=")[0] for props in drawn if "data-toggle" in props}
    assert keys >= {"level", "colour", "state", "town", "sector", "park", "department", "source", "object_kind"}
    assert any(props.get("className") == "more-options" for props in drawn)


def test_an_emoji_and_a_percent_sign_find_nothing_and_break_nothing(visit: Callable[..., Visitor]) -> None:
    for word in ("🔥", "%", "_", "'", "\\"):
        answer = visit().page(f"?q={word}")
        assert answer["map-basis"]


def test_the_map_too_shows_today_for_a_day_to_come(visit: Callable[..., Visitor]) -> None:
    client = visit().client
    told = [client.get(f"/tiles/style.json?theme=light&f={quoted}").get_json() for quoted in ("as_of%3D2030-01-01", "")]
    assert told[0] == told[1]


@pytest.mark.parametrize(("towns", "sectors", "rooms"), [(None, None, (11, 12)), (2, 3, (2, 3)), (1, 1, (2, 2))])
def test_the_bars_have_room_for_all_that_the_scope_may_have(
    pack: Pack, towns: int | None, sectors: int | None, rooms: tuple[int, int]
) -> None:
    mains = [sector.code for sector in pack.sectors if sector.parent is None]
    box = Box(
        frozenset(town.code for town in pack.towns[:towns]) if towns else None,
        frozenset(mains[:sectors]) if sectors else None,
    )
    _funnel, _trend, *found, _levels = re.findall(r"--room': '(\d+)px'", str(column(pack, Scope(pack.code, (box,)))))
    assert tuple(int(room) // ROW for room in found) == rooms
