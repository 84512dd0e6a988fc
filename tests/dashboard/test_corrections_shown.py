"""Every fact that can be corrected has words on the timeline."""

import pytest

from data.rules.corrections import DERIVED
from data.rules.facts import FACTS
from data.rules.objects import FIELDS
from data.words import LANGUAGES, t


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted((FACTS.keys() | FIELDS.keys() | {"point", "subject_name"}) - DERIVED - {"lon"}))
def test_every_fact_has_a_label(name: str, lang: str) -> None:
    assert t(f"correction.{name}", lang)
