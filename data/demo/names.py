"""Invented names of persons, trades and streets. Any likeness to real ones is chance; objects carry the mark 示例."""

from collections.abc import Sequence
from random import Random

from data.packs.model import Organisation

MARK = "（示例）"
"""Stands at the end of every name of the demo, so that no screenshot passes for fact."""

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_GIVEN = "建国卫东志强秀英海涛晓明玉兰文博春梅立军永生德海雪峰长河桂香少华景山书平凤鸣学礼振声"
_TRADE = "宏盛鑫源泰达恒通瑞丰华信安康德隆昌顺祥和美佳兴旺润泽天成远航金禾绿洲东升"
STREETS = ("兴业路", "富民街", "创业路", "迎宾路", "文化街", "建设路", "和平街", "科技路", "新华街", "振兴路")


def person(random: Random) -> str:
    """A person's name of two or three characters."""
    given = random.choice(_GIVEN) + (random.choice(_GIVEN) if random.random() < 0.75 else "")
    return random.choice(_SURNAMES) + given


def trade(random: Random) -> str:
    """A trade name of two characters."""
    return random.choice(_TRADE) + random.choice(_TRADE)


def phone(number: int) -> str:
    """A number that reads like a mobile phone's and can belong to nobody: no mobile numbers begin with 100."""
    return f"100{number % 100_000_000:08d}"


class Staff:
    """Who works where: a few named persons in every organisation."""

    def __init__(self, organisations: Sequence[Organisation], random: Random, size: int = 6) -> None:
        self.by_org = {org.code: tuple(_distinct(random, size)) for org in organisations}

    def one(self, org: str, random: Random) -> str:
        """Somebody of this organisation; an organisation of another pack has one officer of its own name."""
        people = self.by_org.get(org)
        return random.choice(people) if people else org

    def another(self, org: str, than: str, random: Random) -> str:
        """Somebody of this organisation who is not ``than``."""
        people = [name for name in self.by_org.get(org, ()) if name != than]
        return random.choice(people) if people else f"{org}-2"


def _distinct(random: Random, size: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < size:
        names[person(random)] = None
    return list(names)
