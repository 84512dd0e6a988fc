"""督办事项 in the reader's words."""

from data.rules.actions import ActionType
from data.words import t


def type_words(kind: str) -> str:
    """提醒, 督办单 … of a type."""
    return t(f"page_actions.type.{ActionType(kind).name}")


def target_words(target: str) -> str:
    """To whom it goes; ``target`` holds codes between blanks."""
    return t("page_common.comma").join(t(f"page_actions.target.{one}") for one in target.split())
