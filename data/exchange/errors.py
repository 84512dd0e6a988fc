"""Why a whole file is refused, as sentences a person can act on. For problems of single rows see `outcome`."""

from collections.abc import Sequence
from typing import ClassVar

from data.errors import OneMapError
from data.exchange.outcome import TableReport
from data.words import t

_ON_PAGE = frozenset(("encoding", "unknown_encoding"))
"""Reasons that are said otherwise on a page."""


class FileRefused(OneMapError):
    """The file as such cannot or must not be read; ``reason`` names a sentence under ``error_exchange.reason``."""

    key: ClassVar[str] = "error_exchange.refused"

    def __init__(self, file: str, reason: str, **params: object) -> None:
        self.reason = reason
        super().__init__(file=file, **params)

    def sentence(self) -> str:
        """Which file, why, and the way out."""
        return self._said("reason")

    def on_page(self) -> str:
        """The same, without options of the command line."""
        return self._said("reason_on_page" if self.reason in _ON_PAGE else "reason")

    def _said(self, table: str) -> str:
        reason = t(f"error_exchange.{table}.{self.reason}", **self.params)
        return t(self.key, file=self.params["file"], why=reason)


class FileMissing(OneMapError):
    """No such file, or it may not be read."""

    key: ClassVar[str] = "error_exchange.missing"


class NotUnderstood(OneMapError):
    """A file whose titles say too little or too much; ``tables`` are its headers, for a person to name."""

    def __init__(self, tables: Sequence[TableReport], **params: object) -> None:
        self.tables = tables
        super().__init__(**params)


class NoTable(NotUnderstood):
    """No sheet has a header that names the columns of this kind."""

    key: ClassVar[str] = "error_exchange.no_table"


class NoKind(OneMapError):
    """No sheet has the columns that any kind of ledger requires."""

    key: ClassVar[str] = "error_exchange.no_kind"


class DatumNotDeclared(NotUnderstood):
    """A file with coordinates must say in which datum they are; it cannot be told from the numbers."""

    key: ClassVar[str] = "error_exchange.datum_not_declared"

    def on_page(self) -> str:
        """The same, with the field of the page that is to be filled."""
        return t("error_exchange.datum_not_declared_on_page", **self.params)


class LinesWithoutDatum(DatumNotDeclared):
    """A layer of boundaries that does not say in which coordinate system it is drawn."""

    key: ClassVar[str] = "error_exchange.lines_without_datum"


class UnknownLinesDatum(OneMapError):
    """A layer of boundaries in a coordinate system from which nothing public leads to CGCS2000."""

    key: ClassVar[str] = "error_exchange.unknown_lines_datum"


class LinesOfOthers(OneMapError):
    """Only who answers for the whole county draws its boundaries."""

    key: ClassVar[str] = "error_exchange.lines_of_others"


class UnknownUploader(OneMapError):
    """``--as-town`` names a town the pack does not know, or one outside the caller's scope."""

    key: ClassVar[str] = "error_exchange.unknown_uploader"


class UnknownKind(OneMapError):
    """A kind of ledger that this version does not import."""

    key: ClassVar[str] = "error_exchange.unknown_kind"


class BadMapping(OneMapError):
    """A mapping of titles to columns that cannot be used; ``why`` is a whole sentence."""

    key: ClassVar[str] = "error_exchange.bad_mapping"


class AlreadyDecided(OneMapError):
    """Somebody decided about this row meanwhile, or it does not wait any more."""

    key: ClassVar[str] = "error_exchange.already_decided"


class NotDecided(OneMapError):
    """Nobody has decided about this row, so there is nothing to undo."""

    key: ClassVar[str] = "error_exchange.not_decided"


class SubjectWanted(OneMapError):
    """A row cannot be put under an object that nobody names."""

    key: ClassVar[str] = "error_exchange.subject_wanted"


class StillInDoubt(OneMapError):
    """As decided the row could not be entered; ``problems`` are those that remain."""

    key: ClassVar[str] = "error_exchange.still_in_doubt"
