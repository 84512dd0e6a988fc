"""What one server is told at its start: one frozen object, passed in and never imported."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from data.store.files import default_root

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def clock() -> datetime:
    """The present instant, with zone."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """``database`` is a database URL, ``pack`` the name or folder of a jurisdiction pack."""

    database: str
    pack: str
    host: str = "127.0.0.1"
    port: int = 8050
    hosts: frozenset[str] = LOOPBACK
    """Names by which this server may be called; a request with another Host header is refused."""
    threads: int = 8
    tiles_every: float = 60.0
    """Seconds that a folded tile set serves at least; newer changes travel as the overlay until then."""
    basemaps: str | None = None
    """File that lists the basemaps; None is ``basemaps.toml`` of the pack, where there is one."""
    news_every: float = 0.2
    """Seconds within which all who ask for news share one look at the store, be they one wall or hundreds."""
    synthetic: bool = True
    """Whether the facts are the generated demo and must say so on screen."""
    files: str = field(default_factory=default_root)
    """The folder of photos and documents."""
    escalates: bool = False
    """Whether this server runs the ladder of overdue hazards by itself."""
    clock: Callable[[], datetime] = clock
