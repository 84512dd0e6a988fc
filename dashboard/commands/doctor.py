"""``onemap doctor``: prove that the database is sound, or say what is not, where, and the way out.

Basemaps are looked at too, one tile of each: what is wrong with them is a reminder, the map draws its own ground.
"""

from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from dashboard.commands.base import Answer, Verb
from dashboard.commands.serve import basemaps_argument
from data.packs import Pack, load_pack
from data.store.database import default_url, open_engine
from data.store.doctor import calendar_findings, examine
from data.store.files import FileStore, default_root
from data.store.findings import ERROR, WARNING, Finding
from data.words import t
from geo.mercator import tile_at
from layers.basemaps import FILE, Basemap, TileLost, read_basemaps

LOOKED_AT = 12
"""Zoom of the tile that is asked of a basemap, if it has it."""


def run(args: Namespace) -> Answer:
    """Exit code 1 when something is wrong; reminders alone do not count."""
    pack = load_pack(args.pack)
    found = [
        *examine(open_engine(args.database or default_url(pack.code)), pack, FileStore(default_root())),
        *calendar_findings(pack, datetime.now(pack.zone).date()),
        *basemap_findings(pack, args.basemaps),
    ]
    sound = all(finding.level != ERROR for finding in found)
    told = [finding.json() for finding in found]
    lines = [t("doctor.line", **each | {"level": t(f"doctor.level.{each['level']}")}) for each in told]
    return Answer({"ok": sound, "findings": told}, "\n".join(lines or [t("doctor.fine")]), code=0 if sound else 1)


def basemap_findings(pack: Pack, file: str | None) -> Iterator[Finding]:
    """Basemaps that are refused, do not answer, or have nothing in the middle of the county."""
    listed = Path(file) if file else pack.folder / FILE
    if not file and not listed.is_file():
        return
    found = read_basemaps(listed, pack.outline.bounds)
    for refused in found.refused:
        yield Finding("basemap", refused.name, {"reason": refused.error.sentence()}, WARNING)
    for basemap in found.usable:
        reason = trouble(basemap, pack)
        if reason:
            yield Finding("basemap", basemap.name, {"reason": reason}, WARNING)


def trouble(basemap: Basemap, pack: Pack) -> str:
    """Why the tile in the middle of the county cannot be had; empty when it can."""
    z = min(max(LOOKED_AT, basemap.min_zoom), basemap.max_zoom)
    middle = pack.outline.representative_point()
    try:
        found = basemap.tiles.tile(z, *tile_at(z, middle.x, middle.y))
    except TileLost as lost:
        return lost.sentence()
    return "" if found else t("basemap.no_tile_here", basemap=basemap.name)


VERB = Verb("doctor", t("doctor.help"), run, basemaps_argument)
