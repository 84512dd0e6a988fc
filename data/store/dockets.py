"""Cases and listings as pages read them: those of a scope, with the hazards that they are about."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from data.rules.scope import Scope
from data.store.models import CaseRow, HazardRow, ListingRow
from data.store.scoping import within
from data.store.states import table_of

_CASES, _LISTINGS, _HAZARDS = table_of(CaseRow), table_of(ListingRow), table_of(HazardRow)
_ABOUT = (_HAZARDS.c.subject_name, _HAZARDS.c.level, _HAZARDS.c.state, _HAZARDS.c.passed, _HAZARDS.c.description)


def cases(connection: Connection, scope: Scope) -> Sequence[Row[Any]]:
    """Every case of the scope, the newest first; one on a hazard lies where its hazard lies."""
    of = and_(_HAZARDS.c.county == _CASES.c.county, _HAZARDS.c.hazard_no == _CASES.c.hazard_no)
    query = select(_CASES, *_ABOUT, _HAZARDS.c.town.label("hazard_town")).select_from(_CASES.outerjoin(_HAZARDS, of))
    alone = and_(_CASES.c.hazard_no.is_(None), within(scope, _CASES))
    query = query.where(_CASES.c.county == scope.county, within(scope, _HAZARDS) | alone)
    return connection.execute(query.order_by(_CASES.c.filed_day.desc(), _CASES.c.case_no.desc())).all()


def listings(connection: Connection, scope: Scope) -> Sequence[Row[Any]]:
    """Every listing of the scope, those that run first, what is due first before the others."""
    of = and_(_HAZARDS.c.county == _LISTINGS.c.county, _HAZARDS.c.hazard_no == _LISTINGS.c.hazard_no)
    query = select(_LISTINGS, *_ABOUT, _HAZARDS.c.town).select_from(_LISTINGS.join(_HAZARDS, of))
    query = query.where(within(scope, _HAZARDS))
    return connection.execute(query.order_by(_LISTINGS.c.stage, _LISTINGS.c.due_day, _LISTINGS.c.hazard_no)).all()
