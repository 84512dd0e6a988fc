"""The reader's language: chosen by a cookie, spoken for one request only, never part of what is stored."""

from collections.abc import Callable

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.languages import LANGUAGE_COOKIE, TAGS
from dashboard.viewer import personas
from data.packs import Pack
from data.words import LANGUAGES, language, speaking, t
from tests.dashboard.map.conftest import Visitor, words_in

CONTENT = "..content.children...title.data.."


def opened(client: FlaskClient, path: str) -> str:
    answer = Visitor(client).call(CONTENT, {"location.pathname": path}, {"location.search": ""})
    return words_in(answer["content"]["children"]) + str(answer["title"]["data"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_document_and_its_words_come_in_the_language_of_the_cookie(demo: Dash, lang: str) -> None:
    client = demo.server.test_client()
    client.set_cookie(LANGUAGE_COOKIE, lang)
    assert f'<html lang="{TAGS[lang]}"' in client.get("/").text
    assert t("page_ledger.title", lang) in opened(client, "/ledger")


def test_an_unknown_language_is_chinese(demo: Dash) -> None:
    client = demo.server.test_client()
    client.set_cookie(LANGUAGE_COOKIE, "klingon")
    assert '<html lang="zh-CN"' in client.get("/").text


def test_no_language_outlives_its_request(demo: Dash, visit: Callable[..., Visitor]) -> None:
    english = demo.server.test_client()
    english.set_cookie(LANGUAGE_COOKIE, "en")
    for _ in range(2):
        assert t("page_object.title", "en") in opened(english, "/objects")
        assert language() == "zh"
        assert t("page_object.title", "zh") in opened(visit().client, "/objects")


def test_an_error_is_told_in_the_readers_language(demo: Dash) -> None:
    client = demo.server.test_client()
    client.set_cookie(LANGUAGE_COOKIE, "en")
    answer = client.get("/", headers={"Origin": "http://evil.example"})
    assert answer.text == t("ui.error.foreign_origin", "en", origin="http://evil.example")


def test_what_is_stored_of_a_person_does_not_depend_on_the_language(pack: Pack) -> None:
    chinese = personas(pack)
    with speaking("en"):
        english = personas(pack)
    assert [each.actor for each in chinese] == [each.actor for each in english]
    assert chinese != english
