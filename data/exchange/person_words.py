"""What the words of ledgers of responsible persons mean: as what somebody answers, and for which grid cell."""

import re
from functools import lru_cache

from data.exchange.reader import Cell
from data.exchange.text import compact, says_nothing, text
from data.exchange.values import Unreadable
from data.packs import Pack
from data.rules.persons import PersonRole

_ROLES = (
    (re.compile("网格"), PersonRole.GRID),
    (re.compile("安全员|安全管理|安全总监|安全负责人|安全主管"), PersonRole.SAFETY),
    (re.compile("主要负责人|法定代表人|法人|总经理|厂长|董事长|实际控制人|企业负责人|经营者"), PersonRole.PRINCIPAL),
    (re.compile("[区县]领导|[区县]级|区长|县长|区委|县委|常委"), PersonRole.LEADER),
    (re.compile("镇街|街道|镇|乡|办事处|村|社区"), PersonRole.TOWN),
    (re.compile("部门|行业|局|委|大队|中心"), PersonRole.DEPARTMENT),
)


@lru_cache(maxsize=4096, typed=True)
def read_role(cell: Cell) -> PersonRole | None:
    """责任人类别 by its words; None for a blank cell. Raises `Unreadable`."""
    raw = compact(text(cell))
    if says_nothing(raw):
        return None
    for words, role in _ROLES:
        if words.search(raw):
            return role
    raise Unreadable(raw)


def role_of_post(post: str | None) -> PersonRole | None:
    """What a post says of the role, where no role is stated and the post leaves no doubt."""
    raw = compact(post or "")
    sure = (PersonRole.GRID, PersonRole.SAFETY, PersonRole.PRINCIPAL)
    return next((role for words, role in _ROLES if role in sure and words.search(raw)), None)


def cell_named(pack: Pack, words: str) -> str | None:
    """The code of a grid cell by its code or its whole name. Raises `Unreadable`."""
    raw = compact(words)
    for cell in pack.cells:
        if raw in (compact(cell.code), compact(cell.name)):
            return cell.code
    raise Unreadable(raw)
