"""Tiles of a host on the network: only addresses of a configured template are asked, and never for long.

The server asks, not the browser, so that keys stay here. Redirects are not followed, proxies not used. A host that
fails three times in a row is left alone for a quarter of a minute, so that one that is gone costs nobody time.
"""

import ssl
import time
from collections import OrderedDict
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import BoundedSemaphore, Lock
from urllib.parse import SplitResult, quote, urlsplit

from layers.basemaps.errors import TileLost
from layers.basemaps.pictures import MOST_BYTES, checked

PATIENCE = 4.0
"""Seconds that one tile may take, from the first byte asked to the last one read."""
AT_ONCE = 4
"""Tiles asked of one host at the same time; the other threads of the server stay free for figures."""
STRIKES, PAUSE = 3, 15.0
KEPT_BYTES = 64_000_000
"""Room for tiles of one basemap in memory."""
OVERHEAD = 200
"""Bytes that holding a tile takes besides its own, about."""
NOTHING_THERE = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Template:
    """An address with ``{z} {x} {y}`` (or ``{-y}``, rows from the south), the access key already in it."""

    base: SplitResult
    target: str
    """Path and query."""

    @classmethod
    def of(cls, url: str) -> "Template":
        """ValueError unless it is an http or https address with a host and without a name and password."""
        base = urlsplit(url)
        if base.scheme not in ("http", "https") or not base.hostname or base.username or base.password:
            raise ValueError(url)
        _ = base.port
        return cls(base, (base.path or "/") + (f"?{base.query}" if base.query else ""))

    def at(self, z: int, x: int, y: int) -> str:
        """Path and query of one tile."""
        numbers = {"{z}": z, "{x}": x, "{y}": y, "{-y}": (1 << z) - 1 - y}
        target = self.target
        for placeholder, number in numbers.items():
            target = target.replace(placeholder, str(number))
        return quote(target, safe="/?&=:;,%+@!$'()*~[]-._")


class Remote:
    """Tiles of one template, the lately used kept in memory."""

    def __init__(self, key: str, template: Template, patience: float = PATIENCE) -> None:
        self.key = key
        self.template = template
        self._patience = patience
        self._kept = Kept(KEPT_BYTES)
        self._turns = BoundedSemaphore(AT_ONCE)
        self._lock = Lock()
        self._strikes = 0
        self._asleep_until = 0.0

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """See `layers.basemaps.model.Tiles`."""
        held = self._kept.get((z, x, y))
        if held is None:
            held = self._asked(z, x, y) or b""
            self._kept.put((z, x, y), held)
        return held or None

    def _asked(self, z: int, x: int, y: int) -> bytes | None:
        if time.monotonic() < self._asleep_until:
            raise TileLost(basemap=self.key, why="gone")
        if not self._turns.acquire(timeout=self._patience):
            raise TileLost(basemap=self.key, why="slow")
        try:
            found = self._fetch(self.template.at(z, x, y))
        except (OSError, HTTPException, ValueError) as error:
            self._struck()
            raise TileLost(basemap=self.key, why="slow" if isinstance(error, TimeoutError) else "gone") from error
        finally:
            self._turns.release()
        with self._lock:
            self._strikes = 0
        return found

    def _struck(self) -> None:
        with self._lock:
            self._strikes += 1
            if self._strikes >= STRIKES:
                self._strikes, self._asleep_until = 0, time.monotonic() + PAUSE

    def _fetch(self, target: str) -> bytes | None:
        until = time.monotonic() + self._patience
        connection = self._connection()
        try:
            connection.request("GET", target, headers={"Accept": "image/*", "User-Agent": "onemap"})
            answer = connection.getresponse()
            if answer.status in NOTHING_THERE:
                return None
            if answer.status != HTTPStatus.OK:
                raise TileLost(basemap=self.key, why="status", status=answer.status)
            return checked(self.key, self._body(answer, until))
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        host, port = self.template.base.hostname or "", self.template.base.port
        if self.template.base.scheme == "https":
            return HTTPSConnection(host, port, timeout=self._patience, context=ssl.create_default_context())
        return HTTPConnection(host, port, timeout=self._patience)

    def _body(self, answer: HTTPResponse, until: float) -> bytes:
        """Everything up to one byte more than a tile may have; a host that drips runs out of time."""
        parts, size = [], 0
        while size <= MOST_BYTES and (part := answer.read1(65_536)):
            parts.append(part)
            size += len(part)
            if time.monotonic() > until:
                raise TimeoutError
        return b"".join(parts)


class Kept:
    """Tiles by place, the least recently used forgotten when the room is full. Safe for many threads."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._size = 0
        self._held: OrderedDict[tuple[int, int, int], bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, place: tuple[int, int, int]) -> bytes | None:
        """The tile, empty bytes where there is known to be none, None when it is not at hand."""
        with self._lock:
            if place in self._held:
                self._held.move_to_end(place)
            return self._held.get(place)

    def put(self, place: tuple[int, int, int], tile: bytes) -> None:
        """Keep a tile."""
        with self._lock:
            if place in self._held:
                self._size -= len(self._held.pop(place)) + OVERHEAD
            self._held[place] = tile
            self._size += len(tile) + OVERHEAD
            while self._size > self._room:
                self._size -= len(self._held.popitem(last=False)[1]) + OVERHEAD
