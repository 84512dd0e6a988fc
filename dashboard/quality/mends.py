"""The means to mend a record, as rows of ``MENDS``: each a button, a form and one call of a verb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import choices, forms
from dashboard.pages import object_acts, object_form, object_picker
from dashboard.points import read_point
from dashboard.services import services
from dashboard.viewer import Viewer, viewer
from data.quality import BY_KEY, Finding, accepting
from data.quality.work import Item
from data.rules import masking
from data.rules.events import HAZARD
from data.rules.move import Field
from data.rules.powers import may
from data.rules.vocabulary import Level
from data.store import object_verbs
from data.store.amending import amend_hazard
from data.store.past import hazard_past, object_past
from data.words import t

FORM = "mend"
Values = Mapping[str, Any]
Problems = dict[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be mended: a record with its finding, for a pair both; ``versions`` are those the person saw."""

    finding: Finding
    ids: tuple[str, str]
    found: Any
    versions: tuple[int, int]


def read(finding: str, id_: str, other: str) -> Target:
    """The record as it is now, within the reader's scope. Raises `data.store.errors.NotFound`."""
    what, scope = BY_KEY[finding], viewer().scope
    with services().engine.connect() as connection:
        if what.of == HAZARD:
            past = hazard_past(connection, scope, id_)
            return Target(what, (id_, ""), past.hazard, (past.version, 0))
        first = object_past(connection, scope, id_).object
        second = object_past(connection, scope, other).object.row_version if other else 0
    return Target(what, (id_, other), first, (first.row_version, second))


def _field(name: str, kind: str = "text", required: bool = False, listed: tuple[tuple[str, str], ...] = ()) -> Field:
    return Field(name, kind, required, f"quality.field.{name}", listed)


REASON = _field("reason", required=True)
FIRST, SECOND = "first", "second"


@dataclass(frozen=True, slots=True)
class Mend:
    """One means. ``run`` calls its verb with checked values; ``power`` is asked of objects, of hazards their own."""

    key: str
    power: str
    fields: tuple[Field, ...]
    run: Callable[[Target, Values], Any]
    check: Callable[[Target, Values], Problems] = lambda _target, _values: {}

    def may(self, someone: Viewer, finding: Finding, level: int) -> bool:
        """Whether this person may use it on such a record."""
        of_hazard = finding.of == HAZARD and self.power != "accept_finding"
        return may(someone.actor, "amend_hazard" if of_hazard else self.power, level)

    def names(self, finding: Finding) -> list[str]:
        """The fields of its form."""
        return [field.name for field in self.shown(finding)]

    def shown(self, finding: Finding) -> list[Field]:
        """The fields that fit the finding: of a pair both are known, and only what is provisional is confirmed."""
        left_out = {"confirmed"} if finding.key != "object_provisional" else set()
        return [
            field for field in self.fields if field.name not in left_out | ({"other"} if finding.reasons else set())
        ]


def _place(target: Target, values: Values) -> Any:
    """A new place: what is told of point, address and town."""
    told = {name: values[name] for name in ("town", "address") if values.get(name) is not None}
    point, _problems = read_point(values.get("point"), values.get("datum"), services().pack)
    if point is not None:
        told |= {"lon": point[0], "lat": point[1]}
    here, someone, version = services(), viewer(), target.versions[0]
    verb: Callable[..., Any] = amend_hazard if target.finding.of == HAZARD else object_verbs.move_object
    return verb(
        here.engine, here.pack, someone.scope, someone.actor, target.ids[0], told, values["reason"], version, here.now()
    )


def _place_problems(target: Target, values: Values) -> Problems:
    told = any(values.get(name) not in (None, getattr(target.found, name)) for name in ("town", "address"))
    problems = read_point(values.get("point"), values.get("datum"), services().pack)[1]
    return problems or ({} if told or values.get("point") else {"point": t("quality.error.no_point")})


_FACTS = ("uscc", "principal", "phone", "lead_dept", "cell")


def _fill(target: Target, values: Values) -> Any:
    told = {name: values[name] for name in _FACTS if values.get(name) is not None}
    if "uscc" in told:
        told["uscc"] = object_form.normal_code(told["uscc"])
    if values.get("confirmed"):
        told["provisional"] = False
    here, someone = services(), viewer()
    return object_verbs.amend_object(
        here.engine, here.pack, someone.scope, someone.actor, target.ids[0], told, target.versions[0], here.now(),
        values["reason"],
    )  # fmt: skip


def _fill_problems(target: Target, values: Values) -> Problems:
    told = {name: values[name] for name in _FACTS if values.get(name) is not None}
    problems = object_form.about_code(told.get("uscc"))
    if "cell" in told and told["cell"] not in {cell.code for cell in services().pack.cells}:
        problems["cell"] = t("quality.error.bad_cell")
    changed = any(getattr(target.found, name) != value for name, value in told.items()) or values.get("confirmed")
    return problems or ({} if changed else {forms.GENERAL: t("quality.error.nothing_told")})


def _merge(target: Target, values: Values) -> Any:
    here, someone = services(), viewer()
    other, seen = target.ids[1] or values["other"], target.versions[1]
    if not target.ids[1]:
        with here.engine.connect() as connection:
            seen = object_past(connection, someone.scope, other).object.row_version
    pair, versions = (other, target.ids[0]), (seen, target.versions[0])
    if values["keep"] == SECOND:
        pair, versions = pair[::-1], versions[::-1]
    return object_verbs.merge_objects(
        here.engine, here.pack, someone.scope, someone.actor, *pair, values["reason"], versions, here.now()
    )


def _accept(verb: Callable[..., None]) -> Callable[[Target, Values], Any]:
    def run(target: Target, values: Values) -> None:
        here, someone = services(), viewer()
        verb(
            here.engine, here.pack, someone.scope, someone.actor, here.twins, target.finding, target.ids,
            values["reason"], here.now(),
        )  # fmt: skip

    return run


_KEEP = ((FIRST, "page_acts.keep_this"), (SECOND, "page_acts.keep_other"))
_DATUM = Field("datum", "choice", False, "page_object.datum")

MENDS: tuple[Mend, ...] = (
    Mend(
        "pin",
        "move_object",
        (_field("point"), _DATUM, _field("address"), _field("town", "choice"), REASON),
        _place,
        _place_problems,
    ),
    Mend("town", "move_object", (_field("town", "choice", True), REASON), _place),
    Mend(
        "fill",
        "amend_object",
        (
            _field("uscc"), _field("principal"), _field("phone"), _field("lead_dept", "choice"),
            _field("cell", "choice"), _field("confirmed", "bool"), REASON,
        ),
        _fill,
        _fill_problems,
    ),
    Mend(
        "merge",
        "merge_objects",
        (_field("other", "choice", True), _field("keep", "choice", True, _KEEP), REASON),
        _merge,
    ),
    Mend("accept", "accept_finding", (REASON,), _accept(accepting.accept)),
    Mend("take_back", "accept_finding", (REASON,), _accept(accepting.take_back)),
)  # fmt: skip
"""Every means; which of them a finding has stands in its row, accepting and taking back has each."""
MEND = {mend.key: mend for mend in MENDS}


def offered(finding: Finding, item: Item, someone: Viewer, *, accepted: bool) -> list[Mend]:
    """What this person may do about a record."""
    keys = ("take_back",) if accepted else (*finding.mends, "accept")
    level = getattr(item.row, "level", Level.GENERAL.value)
    return [MEND[key] for key in keys if MEND[key].may(someone, finding, level)]


def form(mend: Mend, target: Target) -> list[Component]:
    """The form of a means, filled with what is known."""
    values, listed, hints = _values(mend, target), _listed(target), _hints(mend, target)
    controls: list[Component] = [html.P(t(f"quality.hint.{mend.key}"), className="form-hint")]
    if mend.key == "pin":
        controls.append(object_acts.pin_map(target.found.lon, target.found.lat, FORM))
    for field in mend.shown(target.finding):
        if field.name == "other":
            controls.append(object_picker.picker(forms.field_id(FORM, "other"), None, t(field.label)))
        else:
            control = forms.control(
                FORM, field, values.get(field.name), options=listed.get(field.name), **hints.get(field.name, {})
            )
            controls.append(control)
    return controls


def _values(mend: Mend, target: Target) -> dict[str, Any]:
    found = target.found
    known = {name: getattr(found, name) for name in ("town", "address", "uscc", "principal", "lead_dept", "cell")
             if hasattr(found, name)}  # fmt: skip
    reason = t("quality.reason_default") if mend.key in ("pin", "town", "fill") else None
    return known | {"keep": FIRST, "reason": reason}


def _listed(target: Target) -> dict[str, choices.Choices]:
    pack, scope, town = services().pack, viewer().scope, target.found.town
    return {
        "town": choices.towns(pack, scope),
        "datum": choices.datums(pack),
        "lead_dept": choices.departments(pack),
        "cell": [(cell.code, cell.name) for cell in pack.cells if town in (None, cell.town)],
    }


def _hints(mend: Mend, target: Target) -> dict[str, dict[str, Any]]:
    phone = getattr(target.found, "phone", None)
    if mend.key != "fill" or not phone:
        return {}
    return {"phone": {"description": t("quality.hint.phone", phone=masking.phone(phone))}}


def problems(mend: Mend, target: Target, values: Values) -> Problems:
    """Everything missing or unreadable by field, before the verb is asked."""
    told = forms.by_field(forms.problems(mend.shown(target.finding), values), mend.names(target.finding))
    return mend.check(target, values) | told
