"""The file store: the bytes of attachments under their SHA-256, so that nothing is kept twice or can change."""

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from data.rules.attachments import MOST_BYTES
from data.store.errors import FileEmpty, FileKindRefused, FileNameLies, FilesUnwritable, FileTooLarge
from data.store.media import ENDINGS, PICTURES, medium_of
from data.store.photos import Camera, redraw, small

_CHUNK = 1 << 20
LONGEST_NAME = 120
VARIABLE = "ONEMAP_FILES"
USUAL = "var/files"


def default_root() -> str:
    """The folder of files: ``ONEMAP_FILES``, or ``var/files`` below the working directory."""
    return os.environ.get(VARIABLE) or USUAL


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it was taken."""

    sha256: str
    size: int
    media_type: str
    camera: Camera | None = None
    """What the camera had written into a photo; it is no more in what is kept."""


class FileStore:
    """A folder of files by hash. Any thread may use it; a file appears whole or not at all."""

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root)

    def path(self, sha256: str) -> Path:
        """Where the bytes of this hash lie."""
        return self.root / sha256[:2] / sha256

    def keep(self, source: IO[bytes], name: str) -> Kept:
        """Take a file whose content fits its name; raises what of it cannot be taken."""
        with self._draft() as draft:
            if _copied(source, draft, name) == 0:
                raise FileEmpty(name=name)
            medium = medium_of(draft)
            if medium is None:
                raise FileKindRefused(name=name, endings="、".join(ending[1:] for ending in ENDINGS))
            if not name.lower().endswith(medium.endings):
                raise FileNameLies(name=name, ending=medium.endings[0][1:])
            camera = redraw(draft, name) if medium.media_type in PICTURES else None
            sha256, size = file_sha256(draft), draft.stat().st_size
            if size > MOST_BYTES:
                raise _too_large(name)
            _put(draft, self.path(sha256))
        return Kept(sha256, size, medium.media_type, camera)

    def small(self, sha256: str) -> Path:
        """Where the small picture of a kept photo lies; drawn when it is first asked for."""
        target = self.root / "small" / sha256[:2] / sha256
        if not target.is_file():
            with self._draft() as draft:
                draft.write_bytes(small(self.path(sha256)))
                _put(draft, target)
        return target

    @contextmanager
    def _draft(self) -> Iterator[Path]:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(prefix=".taking-", dir=self.root)
        except OSError as error:
            raise FilesUnwritable(folder=self.root) from error
        os.close(handle)
        try:
            yield Path(draft)
        finally:
            Path(draft).unlink(missing_ok=True)


def _put(draft: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(target)


def _too_large(name: str) -> FileTooLarge:
    return FileTooLarge(name=name, most=MOST_BYTES // (1024 * 1024))


def _copied(source: IO[bytes], target: Path, name: str) -> int:
    """The size of what was copied; stops at the first byte too many."""
    size = 0
    with target.open("wb") as file:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                raise _too_large(name)
            file.write(chunk)
    return size


def file_sha256(path: Path) -> str:
    """The hash of a stored file, read anew."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def clean_name(name: str) -> str:
    """A file's name without folders, control and direction characters, and not too long; the ending stays."""
    bare = PureWindowsPath(PurePosixPath(name).name).name
    shown = "".join(letter for letter in bare if unicodedata.category(letter)[0] not in "C").strip() or "file"
    stem, dot, ending = shown.rpartition(".")
    return shown if len(shown) <= LONGEST_NAME else f"{stem[: LONGEST_NAME - 6]}{dot}{ending[:5]}"
