"""A scope as a condition of SQL: what `data.rules.scope.Scope.covers` says of one row, said of a whole table."""

from sqlalchemy import ColumnElement, Table, and_, false, or_, true

from data.rules.scope import Box, Scope

_SIDES = (("towns", "town"), ("sectors", "sector"), ("parks", "park"), ("cells", "cell"))
"""Sides of a box and the columns they bound."""


def within(scope: Scope, table: Table) -> ColumnElement[bool]:
    """The rows of ``table`` in the county and in any box. A table without a column lies in no box bounded by it."""
    return and_(table.c.county == scope.county, or_(false(), *(_inside(box, table) for box in scope.boxes)))


def _inside(box: Box, table: Table) -> ColumnElement[bool]:
    bounds = [(column, getattr(box, side)) for side, column in _SIDES]
    return and_(
        true(),
        *(
            table.c[column].in_(sorted(allowed)) if column in table.c else false()
            for column, allowed in bounds
            if allowed is not None
        ),
    )
