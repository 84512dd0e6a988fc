"""Files as they came, in a private folder of this server; what a sender calls a file is never part of a path."""

import os
import re
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import IO, ClassVar
from uuid import uuid4

from data.errors import OneMapError
from data.store.processes import lives

MEGA = 1 << 20
MOST_BYTES = 30 * MEGA
"""Bytes of the largest ledger that the page takes."""
MOST_FILES = 12
"""Files of one person that lie here at a time."""
_CHUNK = MEGA
_FOLDER = re.compile(r"imports-(\d+)-\w+\Z")


class UploadTooLarge(OneMapError):
    """A ledger larger than `MOST_BYTES`."""

    key: ClassVar[str] = "page_import.too_large"


class TooManyUploads(OneMapError):
    """The sender has `MOST_FILES` here already."""

    key: ClassVar[str] = "page_import.too_many"


class UploadGone(OneMapError):
    """No such file of this person: put away, or lost with a restart of the server."""

    key: ClassVar[str] = "page_import.gone"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file: ``name`` as its sender calls it, ``folder`` of its own in which it lies as ``file``."""

    id: str
    owner: str
    name: str
    folder: Path
    size: int
    at: datetime

    @property
    def file(self) -> Path:
        """The bytes as they came."""
        return self.folder / "file"


class Uploads:
    """The files of one server, by id; any thread may ask."""

    def __init__(self, below: Path) -> None:
        self.below = below
        self._root: Path | None = None
        self._known: dict[str, Upload] = {}
        self._lock = Lock()

    def keep(self, owner: str, name: str, source: IO[bytes], now: datetime) -> Upload:
        """Take a file. Raises `UploadTooLarge` or `TooManyUploads`; then nothing stays."""
        with self._lock:
            if sum(each.owner == owner for each in self._known.values()) >= MOST_FILES:
                raise TooManyUploads(most=MOST_FILES)
            folder = Path(tempfile.mkdtemp(dir=self._private()))
        with ExitStack() as undo:
            undo.callback(shutil.rmtree, folder, ignore_errors=True)
            upload = Upload(uuid4().hex, owner, name, folder, _copied(source, folder / "file", name), now)
            undo.pop_all()
        with self._lock:
            self._known[upload.id] = upload
        return upload

    def of(self, owner: str, number: str) -> Upload:
        """One file of this person. Raises `UploadGone`."""
        upload = self._known.get(number)
        if upload is None or upload.owner != owner:
            raise UploadGone
        return upload

    def all_of(self, owner: str) -> list[Upload]:
        """The files of this person, the newest first."""
        with self._lock:
            return sorted((each for each in self._known.values() if each.owner == owner), key=lambda each: each.at)[
                ::-1
            ]

    def put_away(self, upload: Upload) -> None:
        """Remove the file and everything made of it."""
        with self._lock:
            self._known.pop(upload.id, None)
        shutil.rmtree(upload.folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what servers that are no more left behind."""
        for left in self.below.iterdir() if self.below.is_dir() else ():
            if (named := _FOLDER.match(left.name)) and not lives(int(named[1])):
                shutil.rmtree(left, ignore_errors=True)

    def _private(self) -> Path:
        """The folder of this process."""
        if self._root is None:
            self.below.mkdir(parents=True, exist_ok=True)
            self._root = Path(tempfile.mkdtemp(prefix=f"imports-{os.getpid()}-", dir=self.below))
        return self._root

    def close(self) -> None:
        """Remove everything."""
        if self._root is not None:
            shutil.rmtree(self._root, ignore_errors=True)


def _copied(source: IO[bytes], target: Path, name: str) -> int:
    size = 0
    with target.open("wb") as file:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                raise UploadTooLarge(name=name, most=MOST_BYTES // MEGA)
            file.write(chunk)
    return size
