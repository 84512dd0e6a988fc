"""What the office enters for the assessment: marks with reasons, withdrawn when wrong, read as of a change."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine

from data.packs.model import Pack
from data.rules.assessment import Of
from data.rules.errors import Problem, Reason, Word
from data.rules.events import MARK, NewEvent
from data.rules.marks import KEYS, most
from data.rules.powers import against
from data.rules.scope import Actor
from data.store.as_of import records_at
from data.store.database import writing
from data.store.errors import FactsRefused, NotFound
from data.store.numbering import Numbers
from data.store.streams import lock_county, record
from data.words import t

LONGEST_REASON = 500


def enter_mark(engine: Engine, pack: Pack, actor: Actor, values: Mapping[str, Any], now: datetime) -> str:
    """Enter a mark of a unit and return its number.

    ``values``: ``of`` (`Of`), ``unit`` (code of a town or department), ``item`` (of `data.rules.marks.KEYS`), ``from``
    and ``to`` (ISO days that have come), ``value`` (a number, see `most`) and ``reason``. `FactsRefused` carries every
    problem by field.
    """
    now = now.astimezone(pack.zone)  # days are the county's, wherever the caller's clock stands
    with writing(engine) as connection:
        lock_county(connection, pack)
        if problems := against(actor, "mark_assessment") + _problems(pack, values, now.date()):
            raise FactsRefused(t("error_store.record.mark"), problems)
        number = Numbers(connection, pack).mark(now.date())
        body = {name: values.get(name) for name in ("of", "unit", "item", "from", "to", "reason")}
        if most(values["item"]) is not None:
            body["value"] = float(values["value"])
        record(connection, pack, actor, [NewEvent(MARK, number, "marked", now.isoformat(), body)])
        return number


def withdraw_mark(engine: Engine, pack: Pack, actor: Actor, number: str, reason: str | None, now: datetime) -> None:
    """Take a mark back that was wrong; its events stay."""
    now = now.astimezone(pack.zone)
    with writing(engine) as connection:
        lock_county(connection, pack)
        if all(mark.no != number for mark in marks_at(connection, pack.code)):
            raise NotFound(id=number)
        problems = against(actor, "mark_assessment") + ([] if _said(reason) else [_missing("reason")])
        if problems:
            raise FactsRefused(t("error_store.record.mark"), problems)
        record(connection, pack, actor, [NewEvent(MARK, number, "withdrawn", now.isoformat(), {"reason": reason})])


def marks_at(connection: Connection, county: str, change: int | None = None) -> list[Any]:
    """Every mark that stands, as known at a change, the last entered last."""
    return sorted(records_at(connection, county, MARK, change=change), key=lambda mark: mark.change)


def _problems(pack: Pack, values: Mapping[str, Any], today: date) -> list[Problem]:
    needed = ("of", "unit", "item", "from", "to", "reason")
    problems = [_missing(name) for name in needed if not _said(values.get(name))]
    choices = {"of": set(Of), "unit": _units(pack, values.get("of")), "item": set(KEYS)}
    problems += [
        Problem(Reason("bad_choice", {"field": _word(name), "value": str(values[name])[:60]}), name)
        for name, known in choices.items()
        if _said(values.get(name)) and values[name] not in known
    ]
    if len(str(values.get("reason") or "")) > LONGEST_REASON:
        problems.append(Problem(Reason("bad_text", {"field": _word("reason")}), "reason"))
    return problems + _period(values, today) + _value(values)


def _units(pack: Pack, of: Any) -> frozenset[str]:
    return pack.departments if of == Of.DEPARTMENT else frozenset(town.code for town in pack.towns)


def _period(values: Mapping[str, Any], today: date) -> list[Problem]:
    """A period that has not begun has nothing to be marked."""
    if not _said(values.get("from")) or not _said(values.get("to")):
        return []
    try:
        first, last = date.fromisoformat(str(values["from"])), date.fromisoformat(str(values["to"]))
    except ValueError:
        return [Problem(Reason("bad_date", {"field": _word("to"), "value": str(values["to"])[:60]}), "to")]
    if first <= last and first <= today:
        return []
    return [Problem(Reason("bad_date", {"field": _word("to"), "value": last.isoformat()}), "to")]


def _value(values: Mapping[str, Any]) -> list[Problem]:
    highest = most(str(values.get("item"))) if values.get("item") in KEYS else None
    value = values.get("value")
    if highest is None:
        return []
    if value is None:
        return [_missing("value")]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= highest:
        return [Problem(Reason("out_of_range", {"field": _word("value"), "most": f"{highest:g}"}), "value")]
    return []


def _said(value: Any) -> bool:
    return bool(str(value).strip()) if value is not None else False


def _missing(name: str) -> Problem:
    return Problem(Reason("missing", {"field": _word(name)}), name)


def _word(name: str) -> Word:
    return Word(f"error_store.field.{name}")
