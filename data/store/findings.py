"""What a doctor finds: a kind with its sentence and way out in ``data/words`` under ``doctor``, and where it is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from data.words import t

ERROR, WARNING = "error", "warning"
MOST = 20
"""Findings of one kind that are told one by one; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be. ``where`` is a table, a record or an event."""

    kind: str
    where: str
    params: dict[str, Any] = field(default_factory=dict)
    level: str = ERROR

    def json(self) -> dict[str, str]:
        """The finding as ``onemap doctor --json`` tells it."""
        what = t(f"doctor.{self.kind}.what", **self.params)
        return {
            "level": self.level,
            "what": what,
            "where": self.where,
            "way_out": t(f"doctor.{self.kind}.way_out"),
        }


def shortened(findings: Iterable[Finding]) -> list[Finding]:
    """The first ``MOST`` of each kind, then one that says how many more there are."""
    told: Counter[str] = Counter()
    kept = []
    for finding in findings:
        told[finding.kind] += 1
        if told[finding.kind] <= MOST:
            kept.append(finding)
    more = {kind: count - MOST for kind, count in told.items() if count > MOST}
    return kept + [Finding("more", kind, {"count": count}) for kind, count in more.items()]
