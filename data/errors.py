"""One base error for everything that a person can be told and can act on."""

from typing import ClassVar

from data.words import t


class OneMapError(Exception):
    """Something asked for cannot be done; the sentence says what, where and the way out.

    ``key`` names the sentence in ``data/words``; keyword arguments fill its placeholders.
    """

    key: ClassVar[str] = "error.general"

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The error as one sentence in the reader's language."""
        return t(self.key, **self.params)

    def on_page(self) -> str:
        """The sentence for who reads it on a page, where fields stand instead of options."""
        return self.sentence()
