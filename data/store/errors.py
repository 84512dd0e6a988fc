"""What can go wrong with a database or a write, one class and one sentence each."""

from collections.abc import Sequence
from typing import ClassVar

from data.errors import OneMapError
from data.rules.errors import MoveRefused, Problem
from data.words import t


class DatabaseProblem(OneMapError):
    """The database cannot be used as it is."""

    key: ClassVar[str] = "error_store.database"


class BadDatabaseUrl(DatabaseProblem):
    """The address names no database that we can use."""

    key = "error_store.bad_url"


class DatabaseMissing(DatabaseProblem):
    """There is no database at that address yet."""

    key = "error_store.missing"


class DatabaseEmpty(DatabaseProblem):
    """There is a database, but it was never prepared."""

    key = "error_store.empty"


class DatabaseOld(DatabaseProblem):
    """An older program made it."""

    key = "error_store.old"


class DatabaseNewer(DatabaseProblem):
    """A newer program made it."""

    key = "error_store.newer"


class CountyMissing(DatabaseProblem):
    """The database holds other counties, not the one of the pack."""

    key = "error_store.county_missing"


class DatabaseBusy(DatabaseProblem):
    """Another program holds the database and did not let go in time."""

    key = "error_store.busy"


class DatabaseUnreachable(DatabaseProblem):
    """The server does not answer or does not let us in."""

    key = "error_store.unreachable"


class DatabaseUnreadable(DatabaseProblem):
    """The file is no database, or is damaged."""

    key = "error_store.unreadable"


class DatabaseReadOnly(DatabaseProblem):
    """The file or its folder may not be written."""

    key = "error_store.read_only"


class DiskFull(DatabaseProblem):
    """No room to write."""

    key = "error_store.disk_full"


class UnwritableText(OneMapError):
    """A text holds characters that cannot be stored."""

    key: ClassVar[str] = "error_store.unwritable_text"


class UnreadableMoment(OneMapError):
    """An event's time is neither an instant with zone nor a date."""

    key: ClassVar[str] = "error_store.moment"


class NotFound(OneMapError):
    """No such record, or it lies outside the scope: the two are never told apart."""

    key: ClassVar[str] = "error_store.not_found"


class OutsideScope(OneMapError):
    """What would be written lies where the person may not act."""

    key: ClassVar[str] = "error_store.outside_scope"


class MovedMeanwhile(OneMapError):
    """Somebody else moved the record since it was read; ``who``, ``when`` and ``what`` say how."""

    key: ClassVar[str] = "error_store.moved_meanwhile"


class NumbersUsedUp(OneMapError):
    """The format of numbers has no free number left."""

    key: ClassVar[str] = "error_store.numbers_used_up"


class NumberTaken(OneMapError):
    """The number already belongs to another record."""

    key: ClassVar[str] = "error_store.number_taken"


class BatchTakenBack(OneMapError):
    """The batch was taken back before."""

    key: ClassVar[str] = "error_store.batch_taken_back"


class BatchInUse(OneMapError):
    """What the batch brought was worked on since, or other records speak of it; ``records`` names some of them."""

    key: ClassVar[str] = "error_store.batch_in_use"


class FactsRefused(MoveRefused):
    """What was told of a new or amended record cannot stand; carries every problem, each with its field."""

    key = "error_store.facts"

    def __init__(self, record: str, problems: Sequence[Problem]) -> None:
        super().__init__(record, "", problems)

    def sentence(self) -> str:
        """All problems in one line."""
        return t(self.key, record=self.stream, problems=" ".join(one.sentence() for one in self.problems))


class FileProblem(OneMapError):
    """A file that was handed in cannot be taken."""

    key: ClassVar[str] = "error_store.file_kind"


class FileTooLarge(FileProblem):
    """Larger than a file may be."""

    key = "error_store.file_too_large"


class FileKindRefused(FileProblem):
    """Of no kind that is taken, judged by its content."""

    key = "error_store.file_kind"


class FileNameLies(FileProblem):
    """The content is not what the name says."""

    key = "error_store.file_name_lies"


class FileEmpty(FileProblem):
    """Nothing in it."""

    key = "error_store.file_empty"


class PhotoUnreadable(FileProblem):
    """Begins like a photo and cannot be drawn."""

    key = "error_store.photo_unreadable"


class PhotoTooLarge(FileProblem):
    """More pixels than are unpacked."""

    key = "error_store.photo_too_large"


class TooManyFiles(FileProblem):
    """The record holds as many files as it may."""

    key = "error_store.too_many_files"


class FilesUnwritable(FileProblem):
    """The folder of files cannot be written."""

    key = "error_store.files_unwritable"


class HeadUnreadable(OneMapError):
    """What was given as the end of a chain is none."""

    key: ClassVar[str] = "error_store.head_unreadable"
