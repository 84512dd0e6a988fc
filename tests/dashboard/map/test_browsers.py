"""Browsers that cannot show the program are told so; those that can get it, and nothing in it is too young for them."""

import re
from pathlib import Path

import pytest
from dash import Dash

from dashboard.browsers import LOWEST_CHROMIUM, is_too_old

ROOT = Path(__file__).resolve().parents[3]
WINDOWS_7 = (
    "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"
)
EXPLORER = "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko"
TOO_YOUNG = (
    r"light-dark\(", r"@starting-style", r"@scope", r"\.(union|intersection|difference|isSubsetOf)\(",
    r"\.(groupBy|withResolvers|fromAsync)\(", r"URL\.(canParse|parse)\(", r"AbortSignal\.any\(",
)  # fmt: skip
"""What came to Chromium after ``LOWEST_CHROMIUM``, as far as it fails instead of looking a little plainer."""


@pytest.mark.parametrize("agent", [WINDOWS_7.format(LOWEST_CHROMIUM - 1), WINDOWS_7.format(49), EXPLORER])
def test_an_older_browser_is_told_what_to_install(demo: Dash, agent: str) -> None:
    assert is_too_old(agent)
    for lang, words in (("zh", "浏览器版本过低"), ("en", "too old")):
        client = demo.server.test_client()
        client.set_cookie("onemap-lang", lang)
        page = client.get("/ledger", headers={"User-Agent": agent}).text
        assert words in page
        assert str(LOWEST_CHROMIUM) in page
        assert "<script" not in page


@pytest.mark.parametrize("agent", [WINDOWS_7.format(LOWEST_CHROMIUM), WINDOWS_7.format(141), "", "curl/8.5"])
def test_every_other_browser_gets_the_page(demo: Dash, agent: str) -> None:
    assert "<script" in demo.server.test_client().get("/", headers={"User-Agent": agent}).text


@pytest.mark.parametrize("file", sorted((ROOT / "dashboard" / "assets").glob("*.[cj]s*")), ids=lambda file: file.name)
def test_nothing_of_ours_is_younger_than_the_oldest_browser(file: Path) -> None:
    text = file.read_text("utf-8")
    found = [line for line in text.splitlines() for each in TOO_YOUNG if re.search(each, line)]
    assert found == []
    assert text.count("-webkit-mask") >= len(re.findall(r"(?<![-\w])mask(-size)?:", text))


def test_the_oldest_browser_stands_in_the_readme() -> None:
    assert f"Chromium {LOWEST_CHROMIUM} or later" in (ROOT / "README.md").read_text("utf-8")
