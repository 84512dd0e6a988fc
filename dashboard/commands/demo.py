"""``onemap demo``: a database of synthetic facts, built once, and the server over it."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from sqlalchemy import Engine

from dashboard.commands.base import Answer, Verb
from dashboard.commands.serve import address_arguments, settings_of, url
from dashboard.server import listening
from data.demo import build_demo
from data.packs import Pack, load_pack
from data.readmodel.read import head_change
from data.store.database import default_url, is_sqlite, open_engine, prepare, printable, require_ready
from data.store.errors import CountyMissing, DatabaseEmpty, DatabaseMissing
from data.words import t

HAZARDS = 60_000
MOST = 5_000_000


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--hazards", type=_count, default=HAZARDS, help="隐患条数，默认 60000；已有数据库时不重建")
    parser.add_argument("--no-serve", action="store_true", help="只生成数据，不启动服务")
    address_arguments(parser)


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST:
        raise ValueError(text)
    return number


def _run(args: Namespace) -> Answer:
    pack = load_pack(args.pack)
    database = args.database or default_url(pack.code)
    settings = None if args.no_serve else settings_of(args, database, synthetic=True)
    engine = open_engine(database)
    if _is_empty(engine, pack):
        sys.stderr.write(t("page_command.building", hazards=f"{args.hazards:,}") + "\n")
        _build(database, pack, args.hazards)
    built = t("page_command.built", database=printable(engine))
    engine.dispose()
    if settings is None:
        return Answer({"url": None, "accounts": []}, built)
    address = url(settings)
    text = t("page_command.serving", name=pack.title, url=address)
    return Answer({"url": address, "accounts": []}, text, then=listening(settings))


def _is_empty(engine: Engine, pack: Pack) -> bool:
    """Whether there are no facts of the county yet; a database that is old, newer or damaged raises its sentence."""
    try:
        require_ready(engine, pack)
    except (DatabaseMissing, DatabaseEmpty, CountyMissing):
        return True
    with engine.connect() as connection:
        return head_change(connection, pack.code) == 0


def _build(database: str, pack: Pack, hazards: int) -> None:
    """Build in place, or for a new SQLite file beside it, so that an interrupted build leaves nothing half done."""
    engine = open_engine(database)
    if not is_sqlite(engine) or Path(engine.url.database or "").exists():
        prepare(engine, pack)
        build_demo(engine, pack, hazards)
        return
    file = Path(engine.url.database or "")
    draft = file.with_name(f"{file.name}.building")
    _remove(draft)
    made = open_engine(f"sqlite:///{draft}")
    prepare(made, pack)
    build_demo(made, pack, hazards)
    made.dispose()
    draft.replace(file)
    _remove(draft)


def _remove(file: Path) -> None:
    """Delete a SQLite file with its journal."""
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


VERB = Verb("demo", "生成演示数据并启动网页服务", _run, _arguments)
