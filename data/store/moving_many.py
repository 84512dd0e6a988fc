"""One move for several hazards: each is tried for itself, and each has its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from data.errors import OneMapError
from data.packs.model import Pack
from data.rules.moves import MOVES_BY_KEY
from data.rules.scope import Actor, Scope
from data.store.verbs import perform
from data.words import t

MOST = 100
"""So many at once: a list of results that somebody reads."""


@dataclass(frozen=True, slots=True)
class MovedOne:
    """What became of one hazard: the sentence why not, empty where the move was made."""

    hazard_no: str
    why: str = ""


def perform_many(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    versions: Mapping[str, int],
    move_key: str,
    values: Mapping[str, Any],
    now: datetime,
) -> Sequence[MovedOne]:
    """Make one move with the same values for every hazard of ``versions`` (number and version that were seen).

    Each is a transaction of its own: one that is refused does not keep the others back. A move that has to be made for
    each by itself (``Move.in_bulk`` is False) is made for none.
    """
    if not MOVES_BY_KEY[move_key].in_bulk:
        return [MovedOne(number, t("error_store.not_in_bulk")) for number in versions]
    return [
        _one(engine, pack, scope, actor, number, move_key, values, version, now)
        for number, version in list(versions.items())[:MOST]
    ]


def _one(engine: Engine, pack: Pack, scope: Scope, actor: Actor, number: str, *asked: Any) -> MovedOne:
    try:
        perform(engine, pack, scope, actor, number, *asked)
    except OneMapError as refused:
        return MovedOne(number, refused.sentence())
    return MovedOne(number)
