"""Personal particulars as they are shown to those who need not know them."""

import re

_DIGITS = re.compile(r"\d{4}")  # every number ends in so many, most texts have none
_PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(\d{3,4}-?)\d{3,4}(\d{4})(?!\d)")


def phone(text: str | None) -> str | None:
    """``13812341234`` as ``138****1234``; landlines keep area code and the last four digits."""
    if text is None or not _DIGITS.search(text):
        return text
    shown = _PHONE.sub(r"\1****\2", text)
    return shown if shown != text else _LANDLINE.sub(r"\1****\2", text)


def person(name: str | None) -> str | None:
    """``张三`` as ``张*``, ``欧阳修远`` as ``欧***``: the first character only."""
    return name if not name else name[0] + "*" * (len(name) - 1)
