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
from data.store.media import ENDINGS, medium_of

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
            sha256, size = _copied(source, draft, name)
            medium = medium_of(draft)
            if size == 0:
                raise FileEmpty(name=name)
            if medium is None:
                raise FileKindRefused(name=name, endings="、".join(ending[1:] for ending in ENDINGS))
            if not name.lower().endswith(medium.endings):
                raise FileNameLies(name=name, ending=medium.endings[0][1:])
            target = self.path(sha256)
            target.parent.mkdir(exist_ok=True)
            draft.replace(target)
        return Kept(sha256, size, medium.media_type)

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


def _copied(source: IO[bytes], target: Path, name: str) -> tuple[str, int]:
    """Hash and size of what was copied; stops at the first byte too many."""
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                raise FileTooLarge(name=name, most=MOST_BYTES // (1024 * 1024))
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest(), size


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
