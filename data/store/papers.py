"""Numbers of papers: the next free one of a template and office, and those that moves of the loop have given."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from data.packs.model import Pack
from data.rules.events import PAPER, HappenedEvent, NewEvent
from data.rules.hazard import Hazard
from data.rules.moves import MOVES_BY_KEY
from data.rules.numbers import MOST, prefix, rest
from data.rules.papers import BLANK, Template
from data.rules.scope import Actor
from data.store.errors import NumberTaken
from data.store.models import HazardRow, PaperRow
from data.store.numbering import Numbers
from data.store.past import HazardPast
from data.store.states import table_of

_PAPERS = table_of(PaperRow)
_HAZARDS = table_of(HazardRow)


def papers_of(connection: Connection, county: str, hazard_no: str) -> tuple[Row[Any], ...]:
    """The papers of a hazard, oldest first: issued ones, and numbers that were given and not used yet."""
    query = select(_PAPERS).where(_PAPERS.c.county == county, _PAPERS.c.hazard_no == hazard_no)
    return tuple(connection.execute(query.order_by(_PAPERS.c.change)))


def issuing_org(actor: Actor, hazard: Hazard) -> str | None:
    """Who issues: the acting office; the operator of the machine issues for the office in charge."""
    return actor.org or hazard.ordered_org or hazard.dept


def number_format(pack: Pack, template: Template, org: str | None) -> str:
    """The format of the template's numbers with the word of the issuing organisation filled in."""
    mark = next((each.mark or each.short_name for each in pack.organisations if each.code == org), BLANK)
    return template.number.replace("{mark}", re.sub("[{}]", "", mark))


def next_number(connection: Connection, pack: Pack, template: Template, org: str | None, day: date) -> str:
    """The next free number of this paper and office. Ask while the county is locked where it is to be kept."""
    return Numbers(connection, pack, {"paper": number_format(pack, template, org)}).paper(day)


def number_for(
    connection: Connection, pack: Pack, template: Template, past: HazardPast, org: str | None, day: date
) -> str:
    """The number under which a paper of the hazard is issued now: the one a move stated, else the next free one."""
    stated = next(iter(reversed(stated_numbers(template, past.events))), None)
    if stated and len(stated) <= MOST:
        row = _paper(connection, pack.code, stated)
        if row is None or (row.hazard_no, row.kind, row.issued_day) == (past.hazard.hazard_no, template.kind, None):
            return stated
    return next_number(connection, pack, template, org, day)


def offered_numbers(
    connection: Connection, pack: Pack, actor: Actor, past: HazardPast, move_key: str, day: date
) -> dict[str, str]:
    """What the form of a move begins with where it asks for a number: that of a paper issued before it, or the next."""
    offered = {
        template.fields[move_key]: _unused(connection, pack, template, past)
        or next_number(connection, pack, template, issuing_org(actor, past.hazard), day)
        for template in pack.papers
        if move_key in template.fields
    }
    return offered | ({"case_no": Numbers(connection, pack).case(day)} if move_key == "file_case" else {})


def _unused(connection: Connection, pack: Pack, template: Template, past: HazardPast) -> str | None:
    """The newest number of this paper that no move has stated yet."""
    stated = set(stated_numbers(template, past.events))
    rows = papers_of(connection, pack.code, past.hazard.hazard_no)
    return next((row.no for row in reversed(rows) if row.kind == template.kind and row.no not in stated), None)


def stated_numbers(template: Template, events: Iterable[HappenedEvent]) -> list[str]:
    """The numbers of this paper that moves have stated, oldest first."""
    fields = {(MOVES_BY_KEY[key].stream, MOVES_BY_KEY[key].what): name for key, name in template.fields.items()}
    told = (event.body.get(fields[event.kind, event.what]) for event in events if (event.kind, event.what) in fields)
    return [str(one).strip() for one in told if one]


def numbered(
    connection: Connection,
    pack: Pack,
    actor: Actor,
    hazard: Hazard,
    move_key: str,
    values: Mapping[str, Any],
    now: datetime,
) -> list[NewEvent]:
    """Keep the numbers that a move states for no other hazard; `NumberTaken` where another subject has one already.

    One order may stand for several hazards of one subject. Numbers in other formats than ours are left alone.
    """
    events = []
    for template in pack.papers:
        value = str(values.get(template.fields.get(move_key, "")) or "").strip()
        if not value or not is_ours(pack, template, issuing_org(actor, hazard), value, now.date()):
            continue
        row = _paper(connection, pack.code, value)
        if row is None:
            body = {"kind": template.kind, "hazard_no": hazard.hazard_no}
            events.append(NewEvent(PAPER, value, "numbered", now.isoformat(), body))
        elif not _same_subject(connection, pack.code, row.hazard_no, hazard):
            raise NumberTaken(id=value)
    return events


def is_ours(pack: Pack, template: Template, org: str | None, value: str, day: date) -> bool:
    """Whether a number has the format of this paper and office, in the year of ``day``."""
    formats = {"paper": number_format(pack, template, org)}
    first, last = prefix(formats, "paper", pack.code, day=day), rest(formats, "paper")["paper"]
    after = re.sub(r"^\{seq[^}]*\}", "", last).format(county=pack.code, day=day)
    return len(value) <= MOST and bool(re.fullmatch(rf"{re.escape(first)}\d{{1,8}}{re.escape(after)}", value))


def _paper(connection: Connection, county: str, no: str) -> Row[Any] | None:
    return connection.execute(select(_PAPERS).where(_PAPERS.c.county == county, _PAPERS.c.no == no)).one_or_none()


def _same_subject(connection: Connection, county: str, other: str, hazard: Hazard) -> bool:
    if other == hazard.hazard_no:
        return True
    query = select(_HAZARDS.c.object_id, _HAZARDS.c.subject_name).where(
        _HAZARDS.c.county == county, _HAZARDS.c.hazard_no == other
    )
    row = connection.execute(query).one_or_none()
    return row is not None and tuple(row) == (hazard.object_id, hazard.subject_name)
