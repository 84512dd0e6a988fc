"""What each move of the model does, from domain 3.1-3.4."""

from collections.abc import Callable
from datetime import date
from typing import Any

from data.rules.scope import Actor
from tests.loop.model import FIVE, Case, Model

Values = dict[str, Any]
Effect = Callable[[Model, Actor, Values, date], None]


def make(model: Model, key: str, actor: Actor, values: Values, today: date) -> None:
    """The model after a move that nothing stands against."""
    if key in LISTING_STAGES:
        model.listing = LISTING_STAGES[key]
        model.listed = key == "list" or (model.listed and key != "delist")
    elif key in STATES:
        model.state = STATES[key]
    if key in EFFECTS:
        EFFECTS[key](model, actor, values, today)


STATES = {
    "confirm": "H2", "notice": "H3", "fix_on_the_spot": "H9", "rectify": "H4", "submit": "H6", "close": "H9",
    "new_round": "H4", "void": "HX", "suspend": "H8", "reopen": "H4", "accept_transfer": "H2",
}  # fmt: skip
LISTING_STAGES = {
    "propose_listing": "L1", "approve_listing": "L2", "refuse_listing": "L9", "list": "L3", "publish_listing": "L4",
    "track_listing": "L5", "apply_acceptance": "L6", "accept_listing": "L7", "reject_listing": "L5", "delist": "L8",
    "publish_delisting": "L9",
}  # fmt: skip


def _confirm(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.level = int(values["level"])


def _order(model: Model, actor: Actor, values: Values, today: date) -> None:
    if model.over:
        model.over = model.submitted = model.passed = False
        model.submitter = ""
    model.deadline, model.ordered_by = date.fromisoformat(values["deadline"]), actor.org


def _spot(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.deadline = today
    model.submitted = model.passed = model.over = True


def _five(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.five |= {name for name in FIVE if values.get(name) not in (None, "")}


def _submit(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.submitted, model.submitter = True, actor.person


def _request(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.back_from_request, model.state = model.state, "H5"


def _extend(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.deadline = date.fromisoformat(values["deadline"])
    model.extensions += 1
    _decline(model, actor, values, today)


def _decline(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.state, model.back_from_request = model.back_from_request, ""


def _reinspect(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.passed = values["result"] == "pass"
    model.submitted = model.over = True
    model.state = "H6" if model.passed else "H7"


def _suspend(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.resumed = False


def _resume(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.resumed = True


def _reopen(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.passed = model.resumed = False
    model.over = True


def _hand_over(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.back_from_transfer, model.to, model.state = model.state, values["to"], "HT"


def _accept(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.dept, model.to = model.to, ""
    model.over = model.over or model.submitted
    model.passed = model.resumed = False
    model.back_from_request = model.back_from_transfer = ""


def _return(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.state, model.back_from_transfer, model.to = model.back_from_transfer, "", ""


def _file(model: Model, actor: Actor, values: Values, today: date) -> None:
    model.case = Case(values["case_no"], actor.org)


def _stage(model: Model, actor: Actor, values: Values, today: date) -> None:
    assert model.case
    model.case.stage = values["stage"]


def _decide(model: Model, actor: Actor, values: Values, today: date) -> None:
    assert model.case
    model.case.decided, model.case.stage = True, max(model.case.stage, "C6")


def _publish(model: Model, actor: Actor, values: Values, today: date) -> None:
    assert model.case
    model.case.published = True


def _end(model: Model, actor: Actor, values: Values, today: date) -> None:
    assert model.case
    model.case.stage, model.case.end = "C9", values["end"]


def _give(model: Model, actor: Actor, values: Values, today: date) -> None:
    assert model.case
    model.case.org = values["to"]


EFFECTS: dict[str, Effect] = {
    "confirm": _confirm, "notice": _order, "fix_on_the_spot": _spot, "rectify": _five, "update_five": _five,
    "submit": _submit, "request_extension": _request, "approve_extension": _extend, "refuse_extension": _decline,
    "reinspect": _reinspect, "new_round": _order, "suspend": _suspend, "resume": _resume, "reopen": _reopen,
    "hand_over": _hand_over, "accept_transfer": _accept, "refuse_transfer": _return, "file_case": _file,
    "case_stage": _stage, "decide_case": _decide, "publish_case": _publish, "close_case": _end,
    "transfer_case": _give,
}  # fmt: skip
