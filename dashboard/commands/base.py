"""What a verb of the command line is, and what every verb needs."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from data.packs import Pack, load_pack
from data.store.boundaries import as_drawn
from data.store.database import default_url, open_engine, require_ready


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb says: ``json`` for scripts, ``text`` for people; ``code`` is its exit code.

    ``then`` runs after it was printed: a server, for example, that listens and can now be told of.
    """

    json: Any
    text: str
    code: int = 0
    then: Callable[[], None] | None = None


def _no_arguments(_parser: ArgumentParser) -> None:
    """For verbs that take nothing of their own."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: ``run`` answers, or raises `data.errors.OneMapError` with the reason it cannot."""

    name: str
    help: str
    run: Callable[[Namespace], Answer]
    arguments: Callable[[ArgumentParser], None] = _no_arguments


def open_store(args: Namespace) -> tuple[Engine, Pack]:
    """The database and the pack that the arguments or the environment name; raises unless it is ready for use."""
    pack = load_pack(args.pack)
    engine = open_engine(args.database or default_url(pack.code))
    require_ready(engine, pack)
    with engine.connect() as connection:
        return engine, as_drawn(connection, pack)
