"""What is wrong with a pack: every problem of every file at once, each with file, row and field."""

import dataclasses
from dataclasses import dataclass

from data.errors import OneMapError
from data.words import t


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One problem; ``row`` is the line of a table (header = 1) or the number of a feature, 0 the whole file."""

    file: str
    row: int
    field: str
    key: str
    params: dict[str, object] = dataclasses.field(default_factory=dict)

    def sentence(self) -> str:
        """Where it is, what it is, and the way out."""
        where = t("error_pack.where_row" if self.row else "error_pack.where_file", file=self.file, row=self.row)
        if self.field:
            where += t("error_pack.where_field", field=self.field)
        return where + t("error_pack.colon") + t(f"error_pack.{self.key}", **self.params)


class PackError(OneMapError):
    """The pack cannot be used; ``problems`` holds everything found, in the order of files and rows."""

    key = "error_pack.damaged"

    def __init__(self, pack: str, problems: tuple[PackProblem, ...]) -> None:
        self.problems = problems
        super().__init__(pack=pack, count=len(problems))

    def sentence(self) -> str:
        """The pack's name, then one line for each problem."""
        return "\n".join([t(self.key, **self.params), *(problem.sentence() for problem in self.problems)])


class PackNotFoundError(OneMapError):
    """No pack of that name and no folder of that path."""

    key = "error_pack.not_found"
