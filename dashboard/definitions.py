"""Every number that can be asked for its definition: the KPIs, 已整改, and the steps of the funnel."""

from dataclasses import dataclass, replace

from data.readmodel.behind import Part, behind, missing
from data.readmodel.figures import Figures
from data.rules.filters import Filter, split
from data.rules.kpis import KPIS, STEPS, Kind, Kpi, Measure
from data.rules.vocabulary import STATES, State
from data.words import t

ABOVE, BELOW, MISSING = "above", "below", "missing"
RECTIFIED = "rectified"
STEP = "step_"
OPEN_STATES = tuple(sorted(state.value for state in STATES if state.is_open))
"""The values of ``state`` that together are 未销号."""


@dataclass(frozen=True, slots=True)
class Defined:
    """One number with what it counts; ``kpi`` is None for what is no KPI."""

    key: str
    kind: Kind
    above: Measure
    below: Measure | None = None
    kpi: Kpi | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        if self.kpi:
            return self.kpi.label()
        return t("figure.rectified") if self.key == RECTIFIED else t(f"kpi.step.{self.key.removeprefix(STEP)}")

    @property
    def how(self) -> str:
        """What it counts, in a sentence."""
        if self.kpi:
            return self.kpi.definition()
        return t(f"figure.how.{self.key}")

    def value(self, figures: Figures) -> float | None:
        """Its value; None where nothing stands below."""
        if self.kpi:
            return figures.kpis[self.key].value
        return sum(int(part.adds.sum()) for part in behind(figures, self.above))

    def measure(self, side: str) -> Measure | None:
        """What stands above, or below (`MISSING` is missing from there); None where there is no such side."""
        if side == MISSING and self.kind is not Kind.RATE:
            return None
        return self.above if side == ABOVE else self.below

    def parts(self, figures: Figures, side: str, measure: Measure) -> tuple[Part, ...]:
        """The hazards, cases and transfers of a side, whose `measure` this is."""
        return missing(figures, self.above, measure) if side == MISSING else behind(figures, measure)


def _of(kpi: Kpi) -> Defined:
    return Defined(kpi.key, kpi.kind, kpi.above, kpi.below, kpi)


DEFINED: dict[str, Defined] = {
    **{kpi.key: _of(kpi) for kpi in KPIS},
    RECTIFIED: Defined(RECTIFIED, Kind.COUNT, dict(STEPS)["closed"]),
    **{STEP + step: Defined(STEP + step, Kind.COUNT, measure) for step, measure in STEPS},
}


def as_filter(key: str, side: str, chosen: Filter) -> Filter | None:
    """The filter that shows exactly the hazards of one side of a number, or None where no filter does."""
    wanted = split(chosen.state)[0]
    if any(not State(each).counts for each in wanted if each in State.__members__):
        return None
    stock = replace(chosen, from_=None, to=None)
    is_open = None if chosen.state else replace(stock, state=OPEN_STATES)
    closed = replace(chosen, state=(State.CLOSED.value,)) if not chosen.state else None
    major = replace(chosen, level=("1",)) if chosen.level in ((), ("1",)) else None
    late = replace(stock, overdue=True)
    filters: dict[tuple[str, str], Filter | None] = {
        ("hazards_total", ABOVE): chosen,
        ("opened", ABOVE): chosen,
        ("hazards_major", ABOVE): major,
        (RECTIFIED, ABOVE): closed,
        ("rectification_rate", ABOVE): closed,
        ("rectification_rate", BELOW): chosen,
        ("open", ABOVE): is_open,
        ("overdue", ABOVE): late,
        ("overdue_rate", ABOVE): late,
        ("overdue_rate", BELOW): is_open,
    }
    if key.startswith(STEP) and side == ABOVE:
        return replace(chosen, step=key.removeprefix(STEP)) if not chosen.step else None
    return filters.get((key, side))
