"""Limits of a filter in words: each goes alone, and turns round where that means something."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from dash.development.base_component import Component

from dashboard.definitions import OPEN_STATES
from dashboard.limits import Limit, chips, limits
from dashboard.options import groups, names
from data.packs import Pack
from data.rules.filters import MANY, NOT, Filter
from data.words import LANGUAGES, table

EVERY = {
    **dict.fromkeys(MANY, "X1"),
    "q": "消防",
    "overdue": "yes",
    "step": "submitted",
    "start_zone": "no",
    "from": "2026-01-01",
    "to": "2026-05-31",
    "as_of": "2026-05-31",
    "area": "117,36.9,117.2,37",
    "near": "117.1,37,1500",
}


def one(pack: Pack, query: str) -> Limit:
    (limit,) = limits(pack, Filter.parse(query))
    return limit


def without(query: str, address: str) -> str:
    """What ``assets/filters.js`` makes of the address when the cross is pressed."""
    gone = [tuple(part.split("=")) for part in address.split("&")]
    kept = [(key, value) for key, value in parse_qsl(query) if (key,) not in gone]
    return urlencode([pair for pair in kept if urlencode([pair]) not in address.split("&")])


@pytest.mark.parametrize("key", EVERY)
def test_every_limit_has_a_chip_that_takes_just_it_away(pack: Pack, key: str) -> None:
    alone = urlencode({key: EVERY[key]})
    limit = one(pack, alone)
    assert without(alone, limit.address) == ""
    everything = urlencode(
        {name: value for name, value in EVERY.items() if name not in ("from", "to")} | {key: EVERY[key]}
    )
    left = Filter.parse(without(everything, limit.address))
    assert len(limits(pack, left)) == len(limits(pack, Filter.parse(everything))) - 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_has_words(lang: str) -> None:
    for key in (*MANY, "as_of", "q", "period", "overdue", "open", "step", "start_zone", "area", "near"):
        assert f"limit.chip.{key}" in table(lang)


def test_what_is_left_out_says_so_and_can_be_turned_round(pack: Pack) -> None:
    town = pack.towns[0]
    wanted, left_out = one(pack, f"town={town.code}"), one(pack, f"town={NOT}{town.code}")
    assert wanted.sentence == f"镇街 {town.name}"
    assert left_out.sentence == f"不含 {town.name}"
    assert wanted.flips
    assert left_out.left_out
    drawn = str(chips((left_out,))[0])
    assert "data-flip" in drawn
    assert "is-out" in drawn


def test_a_period_or_a_keyword_cannot_be_turned_round(pack: Pack) -> None:
    found = limits(pack, Filter.parse("q=x&from=2026-01-01&overdue=yes&start_zone=no&near=117,37,10"))
    assert [limit.flips for limit in found] == [False] * 5


def test_all_open_states_are_one_limit(pack: Pack) -> None:
    limit = one(pack, urlencode([("state", state) for state in OPEN_STATES]))
    assert (limit.key, limit.sentence, limit.address) == ("open", "未销号", "state")
    assert len(limits(pack, Filter(state=(*OPEN_STATES, "!SUBMITTED")))) == len(OPEN_STATES) + 1


def test_no_limit_is_said_and_some_can_all_be_taken_away_at_once(pack: Pack) -> None:
    assert "未设筛选条件" in str(chips(()))
    drawn: list[Component] = chips(limits(pack, Filter.parse("level=1&overdue=yes")))
    attributes: Any = drawn[-1].to_plotly_json()["props"]
    assert len(drawn) == 3
    assert attributes["data-reset"] == "yes"


def test_every_option_of_every_group_has_a_name_and_strange_codes_show_themselves(pack: Pack) -> None:
    known = names(pack)
    for group in groups(pack):
        assert group.key in MANY
        for option in group.options:
            assert known[group.key, option.value] == option.name != ""
    assert one(pack, "sector=H12-03").words == next(each.short_name for each in pack.sectors if each.code == "H12-03")
    assert one(pack, "town=<b>").words == "<b>"
