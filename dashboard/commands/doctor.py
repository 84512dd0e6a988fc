"""``onemap doctor``: prove that the database is sound, or say what is not, where, and the way out."""

from argparse import Namespace

from dashboard.commands.base import Answer, Verb
from data.packs import load_pack
from data.store.database import default_url, open_engine
from data.store.doctor import examine
from data.store.findings import ERROR
from data.words import t


def run(args: Namespace) -> Answer:
    """Exit code 1 when something is wrong; reminders alone do not count."""
    pack = load_pack(args.pack)
    found = examine(open_engine(args.database or default_url(pack.code)), pack)
    sound = all(finding.level != ERROR for finding in found)
    told = [finding.json() for finding in found]
    lines = [t("doctor.line", **each | {"level": t(f"doctor.level.{each['level']}")}) for each in told]
    return Answer({"ok": sound, "findings": told}, "\n".join(lines or [t("doctor.fine")]), code=0 if sound else 1)


VERB = Verb("doctor", t("doctor.help"), run)
