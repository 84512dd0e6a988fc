"""Records of the exchange against the database: as hazard ledgers, but known by the enterprise's and their own code."""

from dataclasses import replace

from data.exchange.columns import title
from data.exchange.drafts import Draft
from data.exchange.events import Found
from data.exchange.hazard_import import HazardImport
from data.exchange.matching import Match
from data.exchange.outcome import Action, Problem, RowReport
from data.rules.vocabulary import Level, Source, State

_HEADER_ROWS = 1


class ExchangeImport(HazardImport):
    """Settles records in their order; a record that its sender deleted is left out, and no deletion ends a hazard."""

    def row(self, draft: Draft) -> RowReport:
        """What becomes of a record; cells are told by their JSON path."""
        if draft.more["deleted"]:
            draft.judgement.remark("exchange_deleted", *draft.reader.where(draft.row, "deleted"))
            return _by_path(draft.report(Action.NONE, {}))
        return _by_path(super().row(draft))

    def match(self, draft: Draft) -> Match:
        """Whom a record is about: by name and credit code as ever, without a name by the code alone."""
        if draft.values["subject"] is not None:
            return super().match(draft)
        code = draft.more["company_code"]
        known = self.subjects.by_code(draft.values["uscc"] or code)
        if known is not None:
            return Match(known)
        where = draft.reader.where(draft.row, "uscc")
        draft.judgement.add("MISSING_FIELD", *where, field=title(draft.reader.kind.name, "subject"))
        if code:
            draft.judgement.remark("company_unknown", *where, code=code)
        return Match()

    def _understood(self, draft: Draft, match: Match) -> Found:
        found = super()._understood(draft, match)
        if found.source is not Source.ENTERPRISE or found.state is not State.CLOSED:
            return found
        is_major = draft.values["level"] == Level.MAJOR
        said = "exchange_major_waits" if is_major else "exchange_own_acceptance"
        draft.judgement.remark(said, *draft.reader.where(draft.row, "status"))
        return replace(found, state=State.SUBMITTED) if is_major else found


def _by_path(row: RowReport) -> RowReport:
    record = row.row - _HEADER_ROWS - 1
    if row.sheet != "json":
        return row
    problems = [
        Problem(one.column, f"$[{record}].{one.column}" if one.cell else "", one.message) for one in row.problems
    ]
    return replace(row, problems=problems)
