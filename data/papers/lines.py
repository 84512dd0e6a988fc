"""Lines of Chinese text: never broken within a number or a Latin word, or before a closing mark (避头尾)."""

import re
from collections.abc import Callable, Iterator

NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕］｝”’％…—·,.;:?!)]}%")
"""What may not begin a line."""
NOT_LAST = frozenset("（《〈「『【〔［｛“‘([{")
"""What may not end a line."""
_TOKEN = re.compile(r"[A-Za-z0-9@#&+\-./_]+|＿+|.", re.DOTALL)

Measure = Callable[[str], float]


def broken(text: str, width: float, measure: Measure, indent: float = 0) -> list[str]:
    """The lines of one paragraph at most ``width`` wide, the first shorter by ``indent``; never none."""
    lines, line, room = [], "", width - indent
    for unit in _units(text, width - indent, measure):
        if line and measure(line + unit.rstrip(" ")) > room:
            lines.append(line.rstrip(" "))
            line, room = "", width
        line += unit if line or not lines else unit.lstrip(" ")
    return [*lines, line.rstrip(" ")]


def _units(text: str, width: float, measure: Measure) -> Iterator[str]:
    """What stands on one line: a letter with the marks around it, or a whole word; too long a one is cut."""
    unit = ""
    for token in _TOKEN.findall(text):
        joins = unit and (token in NOT_FIRST or unit[-1] in NOT_LAST)
        if joins and measure(unit + token) <= width:
            unit += token
            continue
        yield from _cut(unit, width, measure)
        unit = token
    yield from _cut(unit, width, measure)


def _cut(unit: str, width: float, measure: Measure) -> Iterator[str]:
    if measure(unit) <= width:
        if unit:
            yield unit
        return
    yield from unit
