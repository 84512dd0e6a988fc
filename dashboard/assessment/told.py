"""An assessment in words and as JSON: formulas with their numbers filled in, and nothing but what was known."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.names import Names
from data.readmodel.assessing import Assessment
from data.rules.assessment import Formula, Of, Result, Scored
from data.rules.coverage import EVERY_KPI_BY_KEY
from data.words import t


def unit_name(names: Names, of: Of, code: str) -> str:
    """A town or a department as people read it."""
    return names.town(code) if of is Of.TOWN else names.short_org(code)


def points(value: float | None) -> str:
    """Points with two decimals, rounded half up, or 未评."""
    return t("assessment.not_scored") if value is None else f"{int(value * 100 + 0.5 + 1e-9) / 100:.2f}"


def item_name(key: str) -> str:
    """An item, a bonus or a veto."""
    return t(f"assessment.items.{key}")


def how(one: Scored) -> str:
    """The formula of an item with its numbers, or why it is 未评."""
    item, weight = one.item, f"{one.item.weight:g}"
    if one.share is None:
        return t("assessment.why_no_mark" if item.formula is Formula.ENTERED else "assessment.why_no_figure")
    if one.given is not None:
        value = f"{one.given.value or 0:g}"
        return t("assessment.how_is.entered", weight=weight, value=value, actor=one.given.actor)
    if item.formula is Formula.DEDUCT:
        count = sum(figure.above for _key, figure in one.figures)
        return t("assessment.how_is.deduct", weight=weight, per=f"{item.per:g}", n=count)
    figures = " + ".join(
        t("assessment.how_is.figure", name=EVERY_KPI_BY_KEY[key].label(), above=figure.above, below=figure.below)
        for key, figure in one.figures
    )
    key = "mean" if len(one.figures) > 1 else item.formula.value
    params = {"figures": figures, "n": len(one.figures), "target": f"{item.target:.0%}"}
    return t(f"assessment.how_is.{key}", weight=weight, **params)


def status(result: Result) -> str:
    """Why a unit has no rank, or an empty text."""
    if result.vetoes:
        return "、".join([t("assessment.barred"), *map(item_name, result.vetoes)])
    return t("assessment.short") if result.is_short else ""


def remarks(result: Result) -> Sequence[str]:
    """What must be said beside the score."""
    said = [words for words in (status(result),) if words]
    if result.left_out:
        said.append(t("assessment.left_out", items="、".join(item_name(item.key) for item in result.left_out)))
        said.append(t("assessment.weighed", weight=f"{result.weighed:g}"))
    reopened = result.told.figures["reopened"].above
    return [*said, *([t("assessment.hint_reopened", n=reopened)] if reopened else [])]


def as_json(assessment: Assessment, names: Names) -> dict[str, Any]:
    """All of it for scripts, at full precision."""
    version = assessment.version
    return {
        "of": f"{version.of}s",
        "period": [assessment.period.first.isoformat(), assessment.period.last.isoformat()],
        "as_of": assessment.as_of.isoformat(),
        "change": assessment.change,
        "version": {
            "valid_from": version.valid_from.isoformat(),
            "valid_to": version.valid_to and version.valid_to.isoformat(),
        },
        "units": [_unit(result, unit_name(names, version.of, result.told.unit)) for result in assessment.results],
    }


def _unit(result: Result, name: str) -> dict[str, Any]:
    return {
        "unit": result.told.unit,
        "name": name,
        "rank": result.rank,
        "score": result.score,
        "base": result.base,
        "bonus": result.bonus,
        "weighed": result.weighed,
        "vetoes": list(result.vetoes),
        "accidents": list(result.told.accidents),
        "small_sample": result.is_short,
        "not_scored": [item.key for item in result.left_out],
        "items": [_item(one) for one in result.items],
    }


def _item(one: Scored) -> dict[str, Any]:
    figures: Mapping[str, Any] = {
        key: {"value": figure.value, "numerator": figure.above, "denominator": figure.below}
        for key, figure in one.figures
    }
    given = one.given
    return {
        "item": one.item.key,
        "label": item_name(one.item.key),
        "weight": one.item.weight,
        "formula": one.item.formula.value,
        "points": one.points,
        "lost": one.lost,
        "figures": figures,
        "mark": given and {"no": given.no, "value": given.value, "reason": given.reason, "by": given.actor},
        "how": how(one),
    }
