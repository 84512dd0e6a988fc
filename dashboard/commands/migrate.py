"""``onemap migrate``: bring an existing database and its pack's rows to this program's version."""

from argparse import Namespace
from pathlib import Path

from dashboard.commands import init
from dashboard.commands.base import Answer, Verb
from data.packs import load_pack
from data.store.database import default_url, is_sqlite, open_engine, printable
from data.store.errors import DatabaseMissing
from data.words import t


def run(args: Namespace) -> Answer:
    """Upgrade; a database that is not there is not created."""
    engine = open_engine(args.database or default_url(load_pack(args.pack).code))
    if is_sqlite(engine) and not Path(engine.url.database or "").exists():
        raise DatabaseMissing(database=printable(engine))
    return init.run(args)


VERB = Verb("migrate", t("doctor.migrate_help"), run)
