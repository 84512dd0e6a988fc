"""撤下与撤销: a file or an inspection that was put up by mistake is taken back with a reason, from either page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from dash.development.base_component import Component

from dashboard import forms
from dashboard.attempts import attempt
from dashboard.errors import notify
from dashboard.ids import Shell, Taking
from dashboard.services import services
from dashboard.viewer import viewer
from data.rules.events import ATTACHMENT, INSPECTION, MARK
from data.rules.move import Field
from data.store.attaching import attachment, detach
from data.store.inspecting import withdraw_inspection
from data.store.marks import withdraw_mark
from data.words import t

FORM = "taking"
REASON = Field("reason", "text", True, "page_acts.reason")


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be taken back: how one is called before the reader, and the verb that takes it back for a reason."""

    name: Callable[[str], str]
    run: Callable[[str, str | None], None]


def _file_name(number: str) -> str:
    with services().engine.connect() as connection:
        return str(attachment(connection, viewer().scope, number).name)


def _detach(number: str, reason: str | None) -> None:
    here, someone = services(), viewer()
    detach(here.engine, here.pack, someone.scope, someone.actor, number, reason, here.now())


def _withdraw(number: str, reason: str | None) -> None:
    here, someone = services(), viewer()
    withdraw_inspection(here.engine, here.pack, someone.scope, someone.actor, number, reason, here.now())


def _withdraw_mark(number: str, reason: str | None) -> None:
    here, someone = services(), viewer()
    withdraw_mark(here.engine, here.pack, someone.actor, number, reason, here.now())


KINDS = {
    ATTACHMENT: Kind(_file_name, _detach),
    INSPECTION: Kind(str, _withdraw),
    MARK: Kind(str, _withdraw_mark),
}


def button(kind: str, number: str, label: str) -> Component:
    """The quiet button beside what can be taken back; ``label`` says to a screen reader which one it is."""
    return html.Button(
        t(f"page_taking.button_{kind}"),
        id={"type": Taking.BUTTON.value, "kind": kind, "number": number},
        n_clicks=0,
        className="link-button no-print",
        title=f"{t(f'page_taking.title_{kind}')} {label}",
    )


def drawer() -> list[Component]:
    """The drawer that asks for the reason."""
    panel = forms.drawer(Taking.DRAWER, Taking.ALERT, Taking.FORM, Taking.SUBMIT, 420)
    return [dcc.Store(id=Taking.TARGET), panel]


def opened(clicks: list[int]) -> Any:
    """Ask for the reason of taking back what stands beside the pressed button."""
    if not any(clicks) or not ctx.triggered_id:
        return (no_update,) * 5
    kind, number = ctx.triggered_id["kind"], ctx.triggered_id["number"]
    hint = html.P(t(f"page_taking.hint_{kind}", name=KINDS[kind].name(number)), className="form-hint")
    form = [hint, forms.control(FORM, REASON)]
    return True, t(f"page_taking.title_{kind}"), form, {"kind": kind, "number": number}, []


def submit(clicks: int, target: dict[str, str] | None, ids: list[dict[str, str]], typed: list[Any]) -> Any:
    """One verb call; the page hears of it as of any other change."""
    if not clicks or not target:
        return no_update, no_update, [no_update] * len(ids)
    values = forms.collect(ids, typed)
    kind, number = KINDS[target["kind"]], target["number"]
    problems = forms.by_field(forms.problems([REASON], values), [REASON.name])
    if not problems:
        problems = attempt(lambda: kind.run(number, values["reason"]), list(values)).problems
    kept = forms.errors(list(values), problems)
    if problems:
        return no_update, forms.notice(problems), kept
    notify(t("page_hazard.done", move=t(f"page_taking.title_{target['kind']}")), "done")
    set_props(Shell.CHANGE, {"data": services().model.snapshot.change})
    return False, [], kept


def register(app: Dash) -> None:
    """The callbacks of the drawer, wherever it stands."""
    app.callback(
        Output(Taking.DRAWER, "opened"),
        Output(Taking.DRAWER, "title"),
        Output(Taking.FORM, "children"),
        Output(Taking.TARGET, "data"),
        Output(Taking.ALERT, "children"),
        Input({"type": Taking.BUTTON.value, "kind": ALL, "number": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )(opened)
    app.callback(
        Output(Taking.DRAWER, "opened", allow_duplicate=True),
        Output(Taking.ALERT, "children", allow_duplicate=True),
        Output(forms.every_field(FORM), "error"),
        Input(Taking.SUBMIT, "n_clicks"),
        State(Taking.TARGET, "data"),
        *forms.every_state(FORM),
        prevent_initial_call=True,
    )(submit)
