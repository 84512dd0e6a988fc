"""``onemap init``: create the database of a pack, or add the pack to a database."""

from argparse import Namespace

from dashboard.commands.base import Answer, Verb
from data.packs import load_pack
from data.store.database import default_url, open_engine, prepare
from data.words import t


def run(args: Namespace) -> Answer:
    """Create or upgrade, then write the pack's rows."""
    pack = load_pack(args.pack)
    ready = prepare(open_engine(args.database or default_url(pack.code)), pack)
    told = {"pack": pack.code, "database": ready.database, "revision": ready.revision}
    return Answer(told, t("doctor.ready", **told))


VERB = Verb("init", t("doctor.init_help"), run)
