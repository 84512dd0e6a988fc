"""All cases, or all transfers, that have been read so far: their versions as columns, renewed where there is news."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

import numpy as np
from sqlalchemy import Connection

from data.readmodel.codes import Codebooks
from data.readmodel.dossiers import Dossiers, Version, dossiers
from data.readmodel.read import courses
from data.readmodel.schema import Ints


class Docket:
    """The streams of one ``kind`` of one county; `columns` are in the order in which the versions became known."""

    def __init__(self, county: str, kind: str, books: Codebooks) -> None:
        self._county = county
        self._kind = kind
        self._books = books
        self._streams: dict[str, int] = {}
        self._stream: Ints = np.zeros(0, np.int64)
        self._missing: dict[str, set[str]] = {}
        self.columns: Dossiers = dossiers((), books, {})

    def advance(self, connection: Connection, news: Iterable[str], row_of: Mapping[str, int]) -> Ints:
        """Read the streams with news; the rows of the hazards that they speak of, or spoke of before.

        A stream that named a hazard before there was one is read again once there is.
        """
        ids = set(news)
        ids |= {stream for number in self._missing.keys() & row_of.keys() for stream in self._missing.pop(number)}
        if not ids:
            return np.zeros(0, np.int64)
        told = courses(connection, self._county, self._kind, sorted(ids))
        before = np.isin(self._stream, [self._streams.setdefault(key, len(self._streams)) for key in told])
        spoken = self.columns.hazard_row[before]
        versions = [(self._streams[key], version) for key, course in told.items() for version in course]
        self._note_missing(told, row_of)
        fresh = dossiers((version for _, version in versions), self._books, row_of)
        self._put(~before, np.array([stream for stream, _ in versions], np.int64), fresh)
        rows = np.concatenate((spoken, fresh.hazard_row)).astype(np.int64)
        return rows[rows >= 0]

    def _note_missing(self, told: Mapping[str, Iterable[Version]], row_of: Mapping[str, int]) -> None:
        for key, course in told.items():
            for number in {version.hazard_no for version in course}:
                if number and number not in row_of:
                    self._missing.setdefault(number, set()).add(key)

    def _put(self, keep: Any, streams: Ints, news: Dossiers) -> None:
        stream = np.concatenate((self._stream[keep], streams))
        columns = {
            one.name: np.concatenate((getattr(self.columns, one.name)[keep], getattr(news, one.name)))
            for one in fields(Dossiers)
        }
        order = np.argsort(columns["since_change"], kind="stable")
        self._stream = stream[order]
        self.columns = Dossiers(**{name: column[order] for name, column in columns.items()})
