"""What the tests of the store have in common."""

import pytest

from data.packs import Pack
from data.rules.scope import Scope


@pytest.fixture
def whole(pack: Pack) -> Scope:
    """The scope of the whole county."""
    return Scope.whole(pack.code)
