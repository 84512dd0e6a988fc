"""The kinds of ledgers: what a row of each has, what it needs, and whom it is about; a kind is a row of ``KINDS``."""

from dataclasses import dataclass

HAZARDS = "hazards"
OBJECTS = "objects"
EQUIPMENT = "equipment"
INSPECTIONS = "inspections"
ACCIDENTS = "accidents"
PERSONS = "persons"
EXCHANGE = "exchange"
HISTORIES = "histories"
BOUNDARIES = "boundaries"
"""No ledgers: these have readers of their own (`data.exchange.histories`, `data.exchange.boundaries`)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one kind of ledger.

    ``aliases`` stand alone; ``under`` are (group, name) pairs of two-row headers, the group by its beginning: parts of
    the column, or its possible values with a tick below one of them. ``reads`` tells how its cells are read. Words for
    people: `title`.
    """

    kind: str
    key: str
    aliases: tuple[str, ...]
    reads: str
    under: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of ledger: ``keys`` are the canonical values of a row, ``required`` must stand in every row.

    ``seldom`` are keys that few ledgers have: their absence is not worth a note. ``identity`` are those that, beside
    subject and town, tell a row that waits for a decision again in another ledger; some are in `Draft.more`.
    """

    name: str
    keys: tuple[str, ...]
    required: tuple[str, ...]
    subject: str
    seldom: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    is_form: bool = True
    """Whether people fill it in: its columns have the names that people use, and there is a template of it."""


KINDS: tuple[Kind, ...] = (
    Kind(
        OBJECTS,
        ("name", "uscc", "object_kind", "town", "address", "industry", "sector", "supervision_level", "lead_dept",
         "risk_colour", "principal", "phone", "lon", "lat"),
        ("name",),
        "name",
        ("lat", "industry"),
        ("uscc", "phone"),
    ),
    Kind(
        HAZARDS,
        ("subject", "uscc", "town", "address", "found_on", "deadline", "level", "category", "description", "measures",
         "responsible", "phone", "funds_yuan", "manage_type", "judge_basis", "inspector", "status", "reinspected_on",
         "reinspection_result", "case_no", "lon", "lat", "cause_type"),
        ("subject", "description", "found_on"),
        "subject",
        ("lat", "manage_type", "case_no", "reinspected_on", "reinspection_result"),
        ("uscc", "found_on", "description"),
    ),
    Kind(
        EXCHANGE,
        ("subject", "uscc", "town", "address", "found_on", "deadline", "level", "category", "description", "measures",
         "responsible", "phone", "funds_yuan", "manage_type", "judge_basis", "inspector", "status", "reinspected_on",
         "reinspection_result", "case_no", "lon", "lat", "code"),
        ("description", "found_on", "uscc"),
        "subject",
        ("subject", "town", "address", "phone", "judge_basis", "reinspection_result", "case_no", "lon", "lat"),
        ("code", "found_on", "description"),
        is_form=False,
    ),
    Kind(
        EQUIPMENT,
        ("reg_code", "name", "kind", "object", "town", "status", "use_cert_no", "last_inspection",
         "next_inspection_due", "result", "in_96333", "code_96333", "is_key_place", "insured_until", "lon", "lat",
         "uscc", "address", "phone", "maintainer"),
        ("reg_code", "object"),
        "object",
        ("lat", "name", "code_96333", "in_96333", "is_key_place", "insured_until", "phone", "maintainer"),
        ("reg_code",),
    ),
    Kind(
        INSPECTIONS,
        ("code", "subject", "uscc", "town", "address", "inspected_on", "ended_on", "org", "inspectors", "type",
         "topic", "findings", "doc_no", "signed", "refusal", "remark", "phone", "lon", "lat"),
        ("subject", "inspected_on"),
        "subject",
        ("code", "uscc", "address", "ended_on", "doc_no", "signed", "refusal", "remark", "phone", "lon", "lat"),
        ("code", "doc_no", "inspected_on"),
    ),
    Kind(
        ACCIDENTS,
        ("code", "occurred_on", "reported_on", "address", "subject", "uscc", "town", "industry", "type", "deaths",
         "missing", "serious", "minor", "loss_yuan", "level", "is_liability", "is_production", "stage", "course",
         "phone", "lon", "lat"),
        ("occurred_on",),
        "subject",
        ("code", "uscc", "reported_on", "missing", "minor", "course", "phone", "lon", "lat"),
        ("code", "occurred_on", "occurred_time", "address", "type", "course", "deaths", "missing", "serious", "minor"),
    ),
    Kind(
        PERSONS,
        ("name", "org", "post", "role", "phone", "duties", "valid_from", "valid_to", "object", "uscc", "cell", "town",
         "address", "lon", "lat"),
        ("name",),
        "object",
        ("object", "uscc", "cell", "duties", "valid_from", "valid_to", "address", "lon", "lat"),
        ("name", "org", "cell"),
    ),
)  # fmt: skip
