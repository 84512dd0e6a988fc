"""Blocks and exports of the lists over HTTP: the rows of the filter, in the scope of whoever asks, and nothing live."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from openpyxl import load_workbook

from dashboard.lists import LISTS, ListOf, bar
from dashboard.lists.asked import MOST_ON_MAP
from dashboard.options import groups
from dashboard.pages.hazard_body import crumbs
from dashboard.pages.hazard_list import beside
from data.exchange.sheets import SheetColumn, csv_parts, tab_separated, write_workbook
from data.packs import Pack
from data.rules.filters import OF_OBJECTS, Filter
from data.rules.scope import Scope
from tests.dashboard.map.conftest import Visitor

Visit = Callable[..., Visitor]
ROWS = "/api/v1/lists/hazards/rows"
EXPORT = "/api/v1/lists/hazards/export"


def rows(someone: Visitor, path: str = ROWS, **said: Any) -> dict[str, Any]:
    answer = someone.client.get(path, query_string=said)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def exported(someone: Visitor, **said: Any) -> list[list[str]]:
    answer = someone.client.post(EXPORT, data={"kind": "csv", **said})
    assert answer.status_code == 200, answer.text
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_blocks_one_after_another_are_the_rows_of_the_filter(visit: Visit, demo: Any, pack: Pack) -> None:
    someone, seen = visit(), []
    got = rows(someone, count=97, f="level=0", sort="left")
    while got["rows"]:
        seen += [row["id"] for row in got["rows"]]
        got = rows(someone, count=97, f="level=0", sort="left", pin=got["pin"], after=seen[-1], start=len(seen))
    snapshot = demo.server.extensions["onemap"].model.snapshot
    wanted = snapshot.numbers(snapshot.mask(Scope.whole(pack.code), Filter(level=("0",))))
    assert len(seen) == got["total"]
    assert sorted(seen) == sorted(wanted)


@pytest.mark.parametrize(
    "said",
    [
        {"start": "-5", "count": "x"}, {"sort": "' OR 1", "desc": "maybe"}, {"pin": "99999999.1"}, {"after": "YH-NO"},
        {"f": "town=nowhere&from=yesterday&q=" + "长" * 5000}, {"f": "q=%25"}, {"f": "q=_"}, {"f": "q=😀'\""},
    ],
)  # fmt: skip
def test_nonsense_is_answered_with_rows_or_none(visit: Visit, said: dict[str, str]) -> None:
    assert len(rows(visit(), **said)["rows"]) <= 500


def test_a_day_still_to_come_is_today_and_objects_are_listed_as_they_are_now(visit: Visit) -> None:
    today = rows(visit(), count=1)
    assert rows(visit(), count=1, f="as_of=2099-01-01")["as_of"] == today["as_of"]
    every, limited = (
        rows(visit(), "/api/v1/lists/objects/rows", count=1, f=f) for f in ("", "as_of=2020-01-01&state=CLOSED")
    )
    assert (limited["rows"], limited["total"], limited["as_of"]) == (every["rows"], every["total"], today["as_of"])
    assert visit().client.get("/api/v1/stats?as_of=2099-01-01").get_json()["as_of"] == today["as_of"]


def test_a_forged_export_stays_within_the_scope(visit: Visit, pack: Pack) -> None:
    mine, other = pack.towns[0], pack.towns[1]
    foreign = rows(visit(), f=f"town={other.code}", count=1)["rows"][0]["id"]
    someone = visit(mine.code)
    assert exported(someone, f=f"town={other.code}", columns="hazard_no")[1:] == []
    assert exported(someone, picked=f'{{"only": ["{foreign}"]}}', columns="hazard_no")[1:] == []
    assert {line[0] for line in exported(someone, columns="town")[1:]} <= {mine.name}


def test_csv_has_the_rows_columns_and_order_of_the_screen(visit: Visit) -> None:
    someone = visit()
    seen = rows(someone, count=500, f="overdue=yes", sort="deadline")
    lines = exported(someone, f="overdue=yes", sort="deadline", pin=seen["pin"], columns="deadline,hazard_no,left")
    assert lines[1:] == [[row["deadline"], row["hazard_no"], row["left"]] for row in seen["rows"]]
    ids = [row["id"] for row in seen["rows"]]
    but = exported(someone, f="overdue=yes", sort="deadline", columns="hazard_no", picked=f'{{"but": ["{ids[0]}"]}}')
    assert [line[0] for line in but[1:]] == ids[1:]


def test_a_workbook_says_what_it_holds(visit: Visit) -> None:
    someone = visit()
    answer = someone.client.post(EXPORT, data={"kind": "xlsx", "f": "overdue=yes", "columns": "hazard_no,description"})
    book = load_workbook(io.BytesIO(answer.data))
    answer.close()
    sheet, about = book.worksheets
    assert sheet.max_row - 1 == rows(someone, f="overdue=yes")["total"]
    assert (sheet.freeze_panes, [cell.value for cell in sheet[1]]) == ("A2", ["编号", "隐患描述"])
    assert sheet.auto_filter.ref == f"A1:B{sheet.max_row}"
    told = {row[0].value: row[1].value for row in about.iter_rows()}
    assert told["筛选条件"] == "逾期未改"
    assert told["截至日"] == "2026-06-15"
    assert told["末尾校验码"].startswith(f"{told['变更号']}-")
    assert "%E9%9A%90%E6%82%A3%E6%B8%85%E5%8D%95" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("f", ["", "level=0&state=!CLOSED&overdue=yes", "colour=red&town=370115001&start_zone=no"])
@pytest.mark.parametrize("of", LISTS, ids=lambda of: of.key)
def test_an_option_says_how_many_rows_it_would_show(visit: Visit, demo: Any, pack: Pack, of: ListOf, f: str) -> None:
    path, chosen = f"/api/v1/lists/{of.key}/rows", asked_of_list(of, f)
    with demo.server.test_request_context():
        counts = bar.counts_of(of, chosen)
    for group in groups(pack):
        if group.key not in counts:
            assert (of.key, group.key in OF_OBJECTS) == ("objects", False)
            continue
        for option in group.options:
            alone = replace(chosen, **{group.key: (option.value,)}).query()
            shown = rows(visit(), path, count=1, f=alone)["total"]
            assert counts[group.key].get(option.value, 0) == shown, (group.key, option.value)
    for value, zone in (("yes", True), ("no", False)):
        shown = rows(visit(), path, count=1, f=replace(chosen, start_zone=zone).query())["total"]
        assert counts["start_zone"][value] == shown


def asked_of_list(of: ListOf, f: str) -> Filter:
    chosen = Filter.parse(f)
    return chosen.of_objects() if of.key == "objects" else chosen


def test_rows_that_were_never_shown_can_be_named_and_found_on_the_map(visit: Visit, pack: Pack) -> None:
    mine, said = visit(pack.towns[0].code), {"f": "level=0", "sort": "left"}
    seen = rows(mine, count=500, **said)["rows"]
    named = mine.client.get("/api/v1/lists/hazards/ids", query_string=said | {"start": 3, "count": 70}).get_json()[
        "ids"
    ]
    assert named == [row["id"] for row in seen[3:73]]
    assert mine.client.get("/api/v1/lists/hazards/ids", query_string={"start": 9**9, "count": "x"}).get_json() == {
        "ids": []
    }
    placed = [row["id"] for row in seen if row["at"]]
    for picked, wanted in (
        (json.dumps({"only": named}), [id_ for id_ in placed if id_ in named]),
        (json.dumps({"but": named}), [id_ for id_ in placed if id_ not in named]),
        ("", placed),
    ):
        got = mine.client.post("/api/v1/lists/hazards/places", data=said | {"picked": picked}).get_json()
        assert [row["id"] for row in got["rows"]] == wanted[:MOST_ON_MAP]
        assert got["placed"] == len(wanted)
    foreign = visit(pack.towns[1].code).client.post(
        "/api/v1/lists/hazards/places", data={"picked": json.dumps({"only": placed})}
    )
    assert foreign.get_json() == {"rows": [], "placed": 0, "picked": 0}


def test_rows_of_a_past_day_show_the_state_of_that_day(visit: Visit, demo: Any) -> None:
    snapshot = demo.server.extensions["onemap"].model.snapshot
    for row in rows(visit(), f="as_of=2026-03-01&state=RECTIFYING", count=50)["rows"]:
        assert row["state"] == "整改中"
        assert row["found"] <= "2026-03-01"
    assert rows(visit(), f="as_of=2026-03-01")["total"] < len(snapshot.hazards)


@pytest.mark.parametrize(
    ("f", "sort", "desc"),
    [("overdue=yes", "left", "0"), ("level=0", "subject", "1"), ("as_of=2026-03-01", "found", "1"), ("", "", "")],
)
def test_the_hazards_before_and_after_are_those_of_the_list(
    visit: Visit, demo: Any, f: str, sort: str, desc: str
) -> None:
    ids = [row["id"] for row in rows(visit(), f=f, sort=sort, desc=desc, count=500)["rows"]]
    address = urlencode({"list": f or "all", "sort": sort, "desc": desc})
    with demo.server.test_request_context():
        for place in range(min(len(ids) - 1, 40)):
            here = beside(address, ids[place])
            assert (here.place, here.previous, here.next) == (place + 1, (None, *ids)[place], ids[place + 1])
            address = urlsplit(here.href(ids[place + 1])).query


def test_a_list_in_a_link_may_say_anything(visit: Visit, demo: Any) -> None:
    first = rows(visit(), count=1)["rows"][0]["id"]
    with demo.server.test_request_context():
        tomorrow = beside(urlencode({"list": "as_of=2099-01-01", "sort": "' OR 1", "desc": "x"}), first)
        assert (tomorrow.place, tomorrow.query, tomorrow.href("X")) == (1, "all", "/hazards/X?list=all")
        assert beside("list=town=nowhere", first).total == 0
        assert "清单截至 2026-03-01，本页为当前情况" in str(crumbs(first, beside("list=as_of=2026-03-01", first)))
        assert beside("?f=1", first).query == ""


def test_nothing_that_people_typed_comes_alive() -> None:
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "http://示例", "a\x00\x0b<b>&_x0041_", "\t=1"]
    file = io.BytesIO()
    write_workbook(file, "表", [SheetColumn("列", 10)], [[text] for text in evil], [("说明", ()), ("注", ("=2",))])
    sheet = load_workbook(file).worksheets[0]
    cells = [cell for (cell,) in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(evil) or {cell.data_type for cell in cells} == {
        "inlineStr"
    }
    assert [cell.hyperlink for cell in cells] == [None] * len(evil)
    assert cells[0].value == "=1+1"
    parts = b"".join(csv_parts(["列"], [[text] for text in evil])).decode("utf-8-sig")
    assert [line[0] for line in csv.reader(io.StringIO(parts))][1:5] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)"]
    assert tab_separated(["列"], [["a\tb\n=c"], ["=1"]]) == "列\r\na b =c\r\n'=1"


def test_the_list_of_objects_answers_the_same_way(visit: Visit, demo: Any) -> None:
    got = rows(visit(), "/api/v1/lists/objects/rows", sort="open", desc=1, count=500)
    counts = [int(row["open"]) for row in got["rows"]]
    assert counts == sorted(counts, reverse=True)
    assert visit().client.get("/api/v1/lists/nothing/rows").status_code == 404
