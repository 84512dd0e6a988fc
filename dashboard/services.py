"""What a request works with: settings, pack, database, read model and tiles of one server, made by the app factory."""

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import cast
from uuid import uuid4

from flask import current_app
from sqlalchemy import Engine

from dashboard.importing.queue import Queue
from dashboard.importing.uploads import Uploads
from dashboard.names import Names
from dashboard.presence import Presence
from dashboard.settings import Settings
from dashboard.tileshelf import TileShelf
from data.errors import OneMapError
from data.packs import Pack, load_pack
from data.quality.twins import Twins
from data.readmodel import ReadModel
from data.store.boundaries import as_drawn
from data.store.database import open_engine
from data.store.files import FileStore
from data.store.heads import head_at, head_now
from data.words import t
from layers.basemaps import FILE, Basemaps, read_basemaps

log = logging.getLogger("onemap")


@dataclass(frozen=True, slots=True)
class Services:
    """One server's parts; nothing of it is global."""

    settings: Settings
    pack: Pack
    names: Names
    engine: Engine
    model: ReadModel
    shelf: TileShelf
    basemaps: Basemaps
    files: FileStore
    presence: Presence
    uploads: Uploads
    imports: Queue
    twins: Twins

    @classmethod
    def start(cls, settings: Settings) -> "Services":
        """Open the database and read the facts into memory. Raises the store's and the pack's own errors."""
        engine = open_engine(settings.database)
        pack = load_pack(settings.pack)
        with engine.connect() as connection:
            pack = as_drawn(connection, pack)
        model = ReadModel(engine, pack, lambda: settings.clock().astimezone(pack.zone).date())
        model.refresh()
        return cls(
            settings,
            pack,
            Names(pack),
            engine,
            model,
            TileShelf(model, pack, settings.tiles_every),
            basemaps_of(pack, settings.basemaps),
            FileStore(settings.files),
            Presence(),
            Uploads(Path(settings.files).parent / "imports"),
            Queue(engine, pack, model.refresh, said),
            Twins(pack),
        )

    def redrawn(self) -> "Services":
        """The same parts with the boundaries as they are drawn now; what was made of the old ones is made anew."""
        with self.engine.connect() as connection:
            pack = as_drawn(connection, self.pack)
        self.imports.pack = pack
        shelf = TileShelf(self.model, pack, self.settings.tiles_every)
        return replace(self, pack=pack, names=Names(pack), shelf=shelf, twins=Twins(pack))

    def head(self, change: int | None = None) -> str:
        """The end of the county's chain for a report: as it was at ``change``, or as it is."""
        with self.engine.connect() as connection:
            county = self.pack.code
            found = head_now(connection, county) if change is None else head_at(connection, county, change)
            return found.shown()

    def now(self) -> datetime:
        """The present instant in the pack's zone."""
        return self.settings.clock().astimezone(self.pack.zone)

    def today(self) -> date:
        """The civil day in the pack's zone."""
        return self.now().date()


def said(error: BaseException) -> str:
    """What the reader is told of an error. An unforeseen one is logged in full under a number, which alone is shown."""
    if isinstance(error, OneMapError):
        return error.on_page()
    number = uuid4().hex[:8]
    log.error("unforeseen error %s", number, exc_info=error)
    return t("ui.error.unforeseen", number=number)


def basemaps_of(pack: Pack, file: str | None) -> Basemaps:
    """The basemaps that a file lists, or the pack's own list; each that is refused is said in the log."""
    chosen = Path(file) if file else pack.folder / FILE
    if not file and not chosen.is_file():
        return Basemaps()
    found = read_basemaps(chosen, pack.outline.bounds)
    for each in found.refused:
        log.warning(t("basemap.started_without", name=each.name, why=each.error.sentence()))
    return found


def services() -> Services:
    """The parts of the server that answers this request, on the ground as it is drawn now."""
    held = cast("Services", current_app.extensions["onemap"])
    if held.pack.drawn < held.model.drawn:
        held = current_app.extensions["onemap"] = held.redrawn()
    return held
