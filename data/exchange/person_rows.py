"""Rows of ledgers of responsible persons (domain 2.4): who, as what, for which object, grid cell or town, how long."""

from functools import partial

from data.exchange.days import not_before, stated_day
from data.exchange.drafts import Draft, SheetReader
from data.exchange.person_words import cell_named, read_role, role_of_post
from data.exchange.table import DataRow
from data.exchange.text import text
from data.rules.persons import OF_THE_UNIT, PersonRole

YEARS_AHEAD = 12
"""How much later than other dates a term of office may end."""


def read_person(reader: SheetReader, row: DataRow) -> Draft:
    """One row of a ledger of responsible persons with everything that can be said of it alone."""
    draft = reader.draft(row)
    reader.common(row, draft)
    values = draft.values
    for key in ("name", "org", "post", "object"):
        values[key] = reader.text(row, key)
    if values["name"] is None:
        reader.missing(row, draft, "name")
    values["duties"] = reader.prose(row, "duties", draft)
    _role(reader, row, draft)
    _cell(reader, row, draft)
    _term(reader, row, draft)
    draft.more["phone"] = values["phone"]
    return draft


def _role(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    """责任人类别 as stated, else as the post tells it; who belongs to a unit answers for it if nothing else is said."""
    values = draft.values
    role = reader.known(row, "role", draft, read_role, partial("、".join, PersonRole)) or role_of_post(values["post"])
    values["role"] = role.value if role else None
    if values["object"] is None and values["role"] in OF_THE_UNIT:
        values["object"] = values["org"]


def _cell(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    """The grid cell by its code or name, which tells the town where no town is stated."""
    pack = reader.pack
    draft.values["cell"] = code = reader.known(row, "cell", draft, lambda cell: cell_named(pack, text(cell)))
    if code is not None and not draft.town_cell:
        town = next(cell.town for cell in pack.cells if cell.code == code)
        draft.town_cell = next(each.name for each in pack.towns if each.code == town)


def _term(reader: SheetReader, row: DataRow, draft: Draft) -> None:
    began = stated_day(reader, row, draft, "valid_from", ahead=YEARS_AHEAD)
    ended = stated_day(reader, row, draft, "valid_to", ahead=YEARS_AHEAD, after=began)
    not_before(reader, row, draft, "valid_to", ended, began, "ended_before")
