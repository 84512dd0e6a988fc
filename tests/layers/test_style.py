"""The palette: readable, told apart by everyone, and the same wherever it goes."""

from itertools import combinations

import pytest

from data.rules.vocabulary import Colour
from layers.style import DARK, LIGHT, RISKS, SECTOR_SLOTS, THEMES, Palette, css, palette, plotly_template
from tests.layers.optics import DEFICIENCIES, contrast, distance, lab

themes = pytest.mark.parametrize("colours", THEMES, ids=lambda each: each.name)
eyes = pytest.mark.parametrize("deficiency", [None, *DEFICIENCIES])


@themes
@pytest.mark.parametrize("words", ["text", "muted", "accent", "overdue"])
@pytest.mark.parametrize("surface", ["paper", "raised"])
def test_text_reaches_four_and_a_half_to_one_on_every_surface(colours: Palette, words: str, surface: str) -> None:
    assert contrast(getattr(colours, words), getattr(colours, surface)) >= 4.5


@themes
def test_labels_on_the_map_reach_four_and_a_half_to_one(colours: Palette) -> None:
    for ground in (colours.land, colours.halo):
        assert contrast(colours.label, ground) >= 4.5
    for ground in (colours.land, colours.halo, colours.neighbour):
        assert contrast(colours.label_quiet, ground) >= 4.5


@themes
@pytest.mark.parametrize("risk", RISKS)
def test_every_symbol_stands_out_from_the_ground_by_three_to_one(colours: Palette, risk: str) -> None:
    edge = colours.hollow if risk == "none" else colours.casing
    for ground in (colours.land, colours.ground, colours.paper, colours.raised):
        assert max(contrast(edge, ground), contrast(colours.risk[risk], ground)) >= 3
    assert contrast(edge, colours.risk[risk]) >= 3


def test_on_light_it_is_the_casing_that_reaches_three_to_one() -> None:
    assert all(contrast(LIGHT.casing, ground) >= 3 for ground in (LIGHT.land, LIGHT.ground, LIGHT.paper, LIGHT.raised))


@themes
@eyes
def test_the_four_colours_stay_apart_for_every_eye(colours: Palette, deficiency: str | None) -> None:
    apart = [distance(colours.risk[a], colours.risk[b], deficiency) for a, b in combinations(RISKS[:4], 2)]
    assert min(apart) >= 0.1


@themes
@eyes
def test_sectors_stay_apart_from_each_other_and_from_risk(colours: Palette, deficiency: str | None) -> None:
    assert min(distance(a, b, deficiency) for a, b in combinations(colours.sectors, 2)) >= 0.035
    assert min(distance(a, colours.risk[b], deficiency) for a in colours.sectors for b in RISKS[:4]) >= 0.06


@themes
def test_sectors_are_muted_beside_risk(colours: Palette) -> None:
    assert len(colours.sectors) == SECTOR_SLOTS
    loudest = max(float((lab(each)[1:] ** 2).sum() ** 0.5) for each in colours.sectors)
    assert loudest < min(float((lab(colours.risk[each])[1:] ** 2).sum() ** 0.5) for each in RISKS[:4])


def test_dark_lifts_the_risk_colours_and_keeps_their_hue() -> None:
    for risk in RISKS[:4]:
        light, dark = lab(LIGHT.risk[risk]), lab(DARK.risk[risk])
        assert dark[0] > light[0]
        turn = abs(light[1] * dark[2] - light[2] * dark[1]) / (sum(light[1:] ** 2) * sum(dark[1:] ** 2)) ** 0.5
        assert turn < 0.05


@themes
def test_ramps_go_one_way_from_the_surface_on(colours: Palette) -> None:
    away = -1 if colours is LIGHT else 1
    for ramp in (colours.ramp, colours.states):
        steps = [away * float(lab(each)[0]) for each in ramp]
        assert steps == sorted(steps)
    assert min(distance(step, colours.risk[risk]) for step in colours.ramp for risk in RISKS[:4]) > 0.1


def test_risk_keys_are_those_of_the_vocabulary() -> None:
    assert tuple(colour.key for colour in Colour) == RISKS
    assert all(tuple(theme.risk) == RISKS for theme in THEMES)


def test_css_names_every_colour_in_both_themes() -> None:
    text = css()
    for theme in THEMES:
        assert f'[data-theme="{theme.name}"]' in text
        assert f"--om-risk-red: {theme.risk['red']};" in text
    assert text.count("--om-sector-12:") == len(THEMES) + 1, "each theme once, and the light one again for paper"


@themes
def test_charts_have_no_background_and_at_most_five_colours(colours: Palette) -> None:
    layout = plotly_template(colours.name)["layout"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert len(layout["colorway"]) <= 5
    assert not set(layout["colorway"]) & {colours.risk[risk] for risk in RISKS}
    assert not layout["xaxis"]["showgrid"]


def test_an_unknown_theme_is_an_error() -> None:
    with pytest.raises(KeyError):
        palette("sepia")
