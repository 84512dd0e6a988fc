"""督办事项 (domain 2.3): what the ladder raises about an overdue hazard, until people have decided and answered it."""

from dataclasses import dataclass
from enum import StrEnum

from data.rules.bodies import BadField, day_of, needed_of, prose_of, text_of
from data.rules.errors import HistoryRefused, Reason
from data.rules.events import HappenedEvent


class ActionType(StrEnum):
    """What is done about it. Reminders take effect at once; all others are proposals for people to decide."""

    REMINDER = "提醒"
    SUPERVISION = "督办单"
    INTERVIEW = "约谈建议"
    NOTICE = "通报建议"
    EXPOSURE = "曝光建议"


class ActionState(StrEnum):
    """How far it is: proposed, accepted (in force), dismissed, done."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    DONE = "done"

    @property
    def is_open(self) -> bool:
        """Somebody still has to decide or answer."""
        return self in (ActionState.PROPOSED, ActionState.ACCEPTED)


@dataclass(slots=True)
class SupervisionAction:
    """One 督办事项: the columns of the store's row. Days are ordinals.

    ``reached_day`` is when the rung was reached, ``raised_day`` when it was recorded, ``due_day`` by when an answer is
    expected, ``basis`` the rule that raised it; ``remark`` is the reason of a dismissal or the feedback.
    """

    id: str
    type: str = ""
    hazard_no: str = ""
    rung: str = ""
    colour: str = ""
    deadline: int = 0
    reached_day: int = 0
    raised_day: int = 0
    due_day: int | None = None
    target: str = ""
    basis: str | None = None
    state: ActionState = ActionState.PROPOSED
    state_day: int = 0
    decided_by: str | None = None
    remark: str | None = None
    row_version: int = 0
    change: int = 0
    last_day: int = 0


FROM: dict[str, tuple[ActionState, ...]] = {
    "accepted": (ActionState.PROPOSED,),
    "dismissed": (ActionState.PROPOSED, ActionState.ACCEPTED),
    "done": (ActionState.ACCEPTED,),
}
"""From which states each event leads on; an event leaves the state of its own name."""


def advance_action(row: SupervisionAction | None, event: HappenedEvent) -> SupervisionAction:
    """The 督办事项 after ``event``, changed in place; a refused event changes nothing: `HistoryRefused`."""
    index = 1 if row is None else row.row_version + 1
    if against := _against(row, event):
        raise HistoryRefused(event.id, index, event.what, against)
    try:
        row = _raised(event) if row is None else _decided(row, event)
    except BadField as bad:
        raise HistoryRefused(event.id, index, event.what, bad.reason) from None
    row.row_version, row.change, row.last_day, row.state_day = index, event.change, event.day, event.day
    return row


def _against(row: SupervisionAction | None, event: HappenedEvent) -> Reason | None:
    if row is None:
        return None if event.what == "raised" else Reason("begins_with", {"event": "raised"})
    if event.what not in FROM:
        return Reason("unknown_event")
    if row.state not in FROM[event.what]:
        return Reason("action_elsewhere")
    return Reason("backwards") if event.day < row.last_day else None


def _raised(event: HappenedEvent) -> SupervisionAction:
    body = event.body
    kind = needed_of(body, "type", 12)
    if kind not in set(ActionType):
        raise BadField("type", kind)
    deadline, reached_day = day_of(body, "deadline"), day_of(body, "reached")
    if deadline is None or reached_day is None:
        raise BadField("deadline", None)
    first = ActionState.ACCEPTED if kind == ActionType.REMINDER else ActionState.PROPOSED
    return SupervisionAction(
        event.id,
        type=kind,
        hazard_no=needed_of(body, "hazard_no", 64),
        rung=needed_of(body, "rung", 40),
        colour=needed_of(body, "colour", 12),
        deadline=deadline,
        reached_day=reached_day,
        raised_day=event.day,
        due_day=day_of(body, "due"),
        target=needed_of(body, "target", 40),
        basis=text_of(body, "basis"),
        state=first,
    )


def _decided(row: SupervisionAction, event: HappenedEvent) -> SupervisionAction:
    told = {"accepted": "opinion", "dismissed": "reason", "done": "feedback"}[event.what]
    remark = prose_of(event.body, told)
    if remark is None and event.what != "accepted":
        raise BadField(told, None)
    row.state, row.decided_by, row.remark = ActionState(event.what), event.actor or None, remark
    return row
