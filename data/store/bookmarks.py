"""收藏: views and filters that a person keeps under a name, each with a short code that leads anybody to the view.

A bookmark is no fact of the county: it stands outside the chain of events and holds nothing but an address of this
program. Who opens it sees the facts of the own scope only. Who kept, renamed and removed one stands in its row.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, func, insert, select, update

from data.errors import OneMapError
from data.packs.model import Pack
from data.rules.scope import Actor, Scope
from data.store.database import writing
from data.store.models import BookmarkRow
from data.store.states import table_of
from data.store.streams import lock_county

_BOOKMARKS = table_of(BookmarkRow)
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""32 of them, without l and o and the digits they are taken for."""
CODE_LENGTH = 10
MOST = 100
"""Bookmarks of one person."""
LONGEST_NAME = 40
LONGEST_ADDRESS = 6000
VIEW, FILTER = "view", "filter"
"""With position and layers, or the filter alone."""
_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""A path of this program in printable ASCII; never another host, never a line break."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """``address`` is path, query and hash; ``period`` the word of a period that stands for its days, or empty."""

    code: str
    kind: str
    name: str
    address: str
    period: str


class NameMissing(OneMapError):
    """A bookmark without a name, or with one that is too long."""

    key = "bookmark.error.name"


class NotAnAddress(OneMapError):
    """What should be kept is no address of this program, or too long a one."""

    key = "bookmark.error.address"


class TooMany(OneMapError):
    """The person keeps as many as one may."""

    key = "bookmark.error.too_many"


class BookmarkMissing(OneMapError):
    """No such bookmark, or somebody else's."""

    key = "bookmark.error.missing"


def keep(engine: Engine, pack: Pack, actor: Actor, owner: str, told: Bookmark, now: datetime) -> Bookmark:
    """Keep what is ``told`` for ``owner`` and return it with its code.

    Raises `NameMissing`, `NotAnAddress` or `TooMany` and writes nothing then.
    """
    made = replace(told, code=_code(), name=_named(told.name), address=_checked(told.address))
    with writing(engine) as connection:
        lock_county(connection, pack)  # two at once would both count one too few
        own = _owned(pack.code, owner)
        if (connection.scalar(select(func.count()).select_from(_BOOKMARKS).where(*own)) or 0) >= MOST:
            raise TooMany(most=MOST)
        who = {"county": pack.code, "owner": owner, "actor": actor.person, "org": actor.org, "at": now.isoformat()}
        facts = {"code": made.code, "kind": made.kind, "name": made.name, "address": made.address}
        connection.execute(insert(_BOOKMARKS).values(**who, **facts, period=made.period))
    return made


def rename(engine: Engine, scope: Scope, actor: Actor, owner: str, code: str, name: str) -> None:
    """Give one of the owner's bookmarks another name; `BookmarkMissing` when it is not the owner's."""
    named = _named(name)
    with writing(engine) as connection:
        changed = connection.execute(
            update(_BOOKMARKS).where(*_one(scope, owner, code)).values(name=named, actor=actor.person, org=actor.org)
        )
        if changed.rowcount == 0:
            raise BookmarkMissing


def remove(engine: Engine, scope: Scope, actor: Actor, owner: str, code: str, now: datetime) -> None:
    """Remove one of the owner's bookmarks; nothing leads to it then. `BookmarkMissing` when it is not the owner's."""
    gone = {"removed_by": actor.person, "removed_at": now.isoformat()}
    with writing(engine) as connection:
        if connection.execute(update(_BOOKMARKS).where(*_one(scope, owner, code)).values(gone)).rowcount == 0:
            raise BookmarkMissing


def bookmarks_of(connection: Connection, scope: Scope, owner: str) -> Sequence[Bookmark]:
    """Everything the owner keeps, the newest first."""
    query = select(_BOOKMARKS).where(*_owned(scope.county, owner)).order_by(_BOOKMARKS.c.at.desc(), _BOOKMARKS.c.code)
    return [Bookmark(row.code, row.kind, row.name, row.address, row.period) for row in connection.execute(query)]


def bookmark_at(connection: Connection, scope: Scope, code: str) -> Bookmark:
    """Whoever keeps it: what the short code leads to. `BookmarkMissing` when there is none."""
    query = select(_BOOKMARKS).where(*_standing(scope.county), _BOOKMARKS.c.code == code)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise BookmarkMissing
    return Bookmark(row.code, row.kind, row.name, row.address, row.period)


def _standing(county: str) -> tuple[ColumnElement[bool], ...]:
    return _BOOKMARKS.c.county == county, _BOOKMARKS.c.removed_at.is_(None)


def _owned(county: str, owner: str) -> tuple[ColumnElement[bool], ...]:
    return (*_standing(county), _BOOKMARKS.c.owner == owner)


def _one(scope: Scope, owner: str, code: str) -> tuple[ColumnElement[bool], ...]:
    return (*_owned(scope.county, owner), _BOOKMARKS.c.code == code)


def _code() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH))


def _named(name: str) -> str:
    plain = " ".join("".join(each if each.isprintable() else " " for each in name).split())
    if not 0 < len(plain) <= LONGEST_NAME:
        raise NameMissing(most=LONGEST_NAME)
    return plain


def _checked(address: str) -> str:
    if len(address) > LONGEST_ADDRESS or _LOCAL.fullmatch(address) is None:
        raise NotAnAddress
    return address
