"""The browser benchmark measures our page and its peers in a real Chromium."""

from argparse import Namespace

import pytest

from dashboard.benches import browser
from data.packs import DEFAULT_PACK
from tests.machine import chromium


@pytest.mark.prove
@pytest.mark.browser
@pytest.mark.timeout(900)
@pytest.mark.skipif(chromium() is None, reason="no Chromium on this machine")
def test_every_line_of_the_browser_is_measured_beside_both_peers() -> None:
    measures = browser.run(Namespace(pack=DEFAULT_PACK, hazards=300, database=None, against="plotly,leaflet"))
    assert all(each.ours_ms > 0 and each.ratio is not None for each in measures)
    assert {each.peer for each in measures} >= {peer.name for peer in browser.PEERS}
