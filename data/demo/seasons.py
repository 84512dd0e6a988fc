"""On which days hazards are found: more in campaigns and on workdays, each theme in its own season."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

_WEEKDAYS = np.array([1.0, 1.1, 1.1, 1.05, 0.95, 0.22, 0.14])
"""Monday to Sunday."""
_CAMPAIGNS = {6: 1.45, 12: 1.15, 4: 1.1}
"""安全生产月, the year's end and the spring campaign."""
_QUIET = {(1, 1), (5, 1), (5, 2), (5, 3), *((10, day) for day in range(1, 8)), *((2, day) for day in range(8, 15))}
"""Fixed holidays, and a week of February that stands for the Spring Festival."""


def day_weights(first: date, last: date, season: Sequence[float]) -> NDArray[np.float64]:
    """Probability of each day from ``first`` to ``last``, both included, in a theme with these month weights."""
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    weights = np.array([season[day.month - 1] * _CAMPAIGNS.get(day.month, 1.0) for day in days])
    weights *= _WEEKDAYS[[day.weekday() for day in days]]
    weights *= np.array([0.15 if (day.month, day.day) in _QUIET else 1.0 for day in days])
    weights *= np.linspace(0.9, 1.1, len(days))
    total: np.float64 = weights.sum()
    return np.asarray(weights / total)
