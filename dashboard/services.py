"""What a request works with: settings, pack, database, read model and tiles of one server, made by the app factory."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from flask import current_app
from sqlalchemy import Engine

from dashboard.names import Names
from dashboard.settings import Settings
from dashboard.tileshelf import TileShelf
from data.packs import Pack, load_pack
from data.readmodel import ReadModel
from data.store.database import open_engine


@dataclass(frozen=True, slots=True)
class Services:
    """One server's parts; nothing of it is global."""

    settings: Settings
    pack: Pack
    names: Names
    engine: Engine
    model: ReadModel
    shelf: TileShelf

    @classmethod
    def start(cls, settings: Settings) -> "Services":
        """Open the database and read the facts into memory. Raises the store's and the pack's own errors."""
        pack = load_pack(settings.pack)
        engine = open_engine(settings.database)
        model = ReadModel(engine, pack, lambda: settings.clock().astimezone(pack.zone).date())
        model.refresh()
        return cls(settings, pack, Names(pack), engine, model, TileShelf(model, pack, settings.tiles_every))

    def now(self) -> datetime:
        """The present instant in the pack's zone."""
        return self.settings.clock().astimezone(self.pack.zone)

    def today(self) -> date:
        """The civil day in the pack's zone."""
        return self.now().date()


def services() -> Services:
    """The parts of the server that answers this request."""
    return cast("Services", current_app.extensions["onemap"])
