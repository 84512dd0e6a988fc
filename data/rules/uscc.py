"""统一社会信用代码 by GB 32100-2015: two check characters, and repairs that are only ever suggested."""

from itertools import product

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 characters: no I, O, S, V, Z."""
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_INNER_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_LOOKALIKES = {"O": "0", "I": "1", "Z": "2", "S": "5"}


def check_character(first: str) -> str:
    """The 18th character for the first 17: ``alphabet[(31 − Σ Ci·Wi mod 31) mod 31]``."""
    return ALPHABET[-sum(_VALUES[one] * weight for one, weight in zip(first, _WEIGHTS, strict=True)) % 31]


def organisation_check(first: str) -> str:
    """The 9th character of the organisation code (GB 11714) for its first 8."""
    rest = 11 - sum(_INNER_VALUES[one] * weight for one, weight in zip(first, _INNER_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def is_valid(code: str) -> bool:
    """Whether all 18 characters are of the alphabet and both check characters fit."""
    return (
        len(code) == 18
        and all(one in _VALUES for one in code)
        and code[17] == check_character(code[:17])
        and code[16] == organisation_check(code[8:16])
    )


def division_of(code: str) -> str:
    """The six digits of the registering division; a former code is as good as today's."""
    return code[2:8]


def repairs(code: str) -> tuple[str, ...]:
    """Valid codes when O, I, Z, S are read as 0, 1, 2, 5: suggestions, never applied silently."""
    code = code.upper()
    if len(code) != 18 or is_valid(code):
        return ()
    choices = [(one, _LOOKALIKES[one]) if one in _LOOKALIKES else (one,) for one in code]
    return tuple(sorted({made for made in map("".join, product(*choices)) if is_valid(made)}))


def complete(first_8: str, organisation_8: str) -> str:
    """A whole code from registration kind and division (8 characters) and the body of the organisation code (8)."""
    first = first_8 + organisation_8 + organisation_check(organisation_8)
    return first + check_character(first)
