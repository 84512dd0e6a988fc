"""Every colour of the product stands here once, for each theme, and goes out to CSS, map, charts and printed maps.

Risk colours are the four of GB convention and are kept for risk; everything else is neutral. Values of
``risk`` are keyed by `data.rules.vocabulary.Colour.key`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

FONTS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'
"""One family: what the system has of Chinese first, then the font that is installed with the product."""

SIZES = (12, 14, 16, 20, 28, 40)
"""Type scale in CSS pixels; walls multiply it by two and more."""

RISKS = ("red", "orange", "yellow", "blue", "none")
"""Risk keys from the worst to 未定级; the order of tile properties, rings and legends."""

SECTOR_SLOTS = 12
"""How many sectors have a colour of their own; the rest share the neutral one, their labels tell them apart."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme as ``#RRGGBB``."""

    name: str
    paper: str
    raised: str
    text: str
    muted: str
    line: str
    accent: str
    risk: Mapping[str, str]
    casing: str
    """Outline of every risk symbol; with the fill it reaches 3:1 on the ground."""
    hollow: str
    """Outline of the hollow symbol of 未定级."""
    overdue: str
    """The red of the overdue ring and of overdue numbers."""
    states: tuple[str, ...]
    """Neutral ramp of the closed loop, from 待核实 to 已销号."""
    sectors: tuple[str, ...]
    """Twelve muted colours in the order of the pack's sectors."""
    ramp: tuple[str, ...]
    """Sequential, starts near the surface; for choropleth and heat."""
    diverging: tuple[str, ...]
    """For comparisons; the middle one means no difference."""
    ground: str
    land: str
    water: str
    water_line: str
    built_up: str
    road: str
    outline: str
    town_line: str
    cell_line: str
    park_line: str
    neighbour: str
    neighbour_line: str
    label: str
    label_quiet: str
    halo: str


LIGHT = Palette(
    name="light",
    paper="#FFFFFF",
    raised="#F6F8FA",
    text="#1B2733",
    muted="#5A6B7B",
    line="#DDE4EA",
    accent="#1F5FBF",
    risk=MappingProxyType(
        {"red": "#D7263D", "orange": "#F08A24", "yellow": "#F2C230", "blue": "#2F7DD1", "none": "#FFFFFF"}
    ),
    casing="#1B2733",
    hollow="#5A6B7B",
    overdue="#D7263D",
    states=(
        "#D3DBE2", "#BECAD4", "#A9B8C4", "#94A5B4", "#7F93A3",
        "#6B8193", "#576D80", "#445A6C", "#314556", "#1F3140",
    ),
    sectors=(
        "#D594B6", "#8C6465", "#6D4205", "#A89373", "#98B77A", "#6D8674",
        "#4FA998", "#116981", "#69B7D7", "#3B497E", "#988FCC", "#704760",
    ),
    ramp=("#E9F1F0", "#CBE0DE", "#A6CBC9", "#7BB0B0", "#4E9093", "#2A6E73", "#124C52"),
    diverging=("#6B4A8A", "#A48FBA", "#D5CCDF", "#EEF1F3", "#C3DAD7", "#7BB0AC", "#2A706C"),
    ground="#E6EBEF",
    land="#FBFCFD",
    water="#CFDDE6",
    water_line="#B9CCD8",
    built_up="#EEF1F3",
    road="#D9DEE3",
    outline="#44566A",
    town_line="#A9B7C3",
    cell_line="#CBD5DD",
    park_line="#7C8D9C",
    neighbour="#E6EBEF",
    neighbour_line="#CBD4DC",
    label="#33434F",
    label_quiet="#586672",
    halo="#FFFFFF",
)  # fmt: skip

DARK = Palette(
    name="dark",
    paper="#0B1728",
    raised="#12233A",
    text="#E6EEF7",
    muted="#93A7BD",
    line="#24405F",
    accent="#4EA1FF",
    risk=MappingProxyType(
        {"red": "#FC4E5A", "orange": "#FE9736", "yellow": "#FBD05A", "blue": "#4996EC", "none": "#12233A"}
    ),
    casing="#040A12",
    hollow="#93A7BD",
    overdue="#FC4E5A",
    states=(
        "#2C4663", "#3A5572", "#496481", "#587490", "#68849F",
        "#7994AE", "#8BA4BC", "#9EB5CA", "#B3C7D9", "#CADAE8",
    ),
    sectors=(
        "#E1A1BE", "#9E5B5F", "#C99D88", "#C2BD84", "#D0DCC0", "#91B1A1",
        "#6D8F87", "#2E7D92", "#A7E1FB", "#B5B6E7", "#7B70AC", "#A28EA5",
    ),
    ramp=("#16303F", "#1B4350", "#215963", "#2C7277", "#44908F", "#6BB0AB", "#A0D3CB"),
    diverging=("#B79BD6", "#8A72A8", "#57507A", "#1D324B", "#2B5D68", "#4A8F8E", "#86CBC3"),
    ground="#081220",
    land="#0F1E33",
    water="#16324C",
    water_line="#1E3F5E",
    built_up="#132539",
    road="#22384F",
    outline="#8FA6BD",
    town_line="#3B5673",
    cell_line="#233B56",
    park_line="#5F7A96",
    neighbour="#081220",
    neighbour_line="#1B2F47",
    label="#D5E1EE",
    label_quiet="#8598AD",
    halo="#0B1728",
)  # fmt: skip

THEMES: tuple[Palette, ...] = (LIGHT, DARK)


def palette(theme: str) -> Palette:
    """The palette named ``light`` or ``dark``; another name is a programming error: KeyError."""
    return {each.name: each for each in THEMES}[theme]


def css() -> str:
    """Custom properties as CSS text, ``--om-paper`` and so on; ``data-theme`` or Mantine's scheme chooses the theme."""
    blocks = [f":root {{ --om-fonts: {FONTS}; }}"]
    for each in THEMES:
        where = f'[data-theme="{each.name}"], [data-mantine-color-scheme="{each.name}"]'
        if each is LIGHT:
            where = f":root, {where}"
        blocks.append(f"{where} {{ {_declared(each)} }}")
    blocks.append(f"@media print {{ :root:root {{ {_declared(LIGHT)} }} }}")
    return "\n".join(blocks) + "\n"


def _declared(colours: Palette) -> str:
    return "\n".join(f"--om-{name}: {value};" for name, value in css_values(colours).items())


def css_values(colours: Palette) -> dict[str, str]:
    """``{"paper": "#FFFFFF", "risk-red": …, "state-1": …, "sector-1": …, "ramp-1": …}`` of one theme."""
    plain = ("paper", "raised", "text", "muted", "line", "accent", "casing", "hollow", "overdue", "land", "ground")
    values = {name: str(getattr(colours, name)) for name in plain}
    values |= {f"risk-{key}": value for key, value in colours.risk.items()}
    for name, many in (("state", colours.states), ("sector", colours.sectors), ("ramp", colours.ramp)):
        values |= {f"{name}-{place}": value for place, value in enumerate(many, 1)}
    return values


def plotly_template(theme: str) -> dict[str, Any]:
    """A plotly template: no background, horizontal grid only, zero-based bars, at most five colours in turn."""
    colours = palette(theme)
    axis = {
        "automargin": True,
        "color": colours.muted,
        "linecolor": colours.line,
        "ticks": "",
        "title": {"font": {"size": 12, "color": colours.muted}},
        "zeroline": False,
    }
    return {
        "layout": {
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONTS, "size": 12, "color": colours.text},
            "title": {"font": {"size": 14, "color": colours.text}, "x": 0, "xanchor": "left"},
            "colorway": [colours.accent, *colours.ramp[-1:1:-2], colours.muted][:5],
            "colorscale": {"sequential": _scale(colours.ramp), "diverging": _scale(colours.diverging)},
            "xaxis": axis | {"showgrid": False},
            "yaxis": axis | {"showgrid": True, "gridcolor": colours.line, "gridwidth": 1, "rangemode": "tozero"},
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 12}},
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": colours.raised,
                "bordercolor": colours.line,
                "font": {"family": FONTS, "size": 12, "color": colours.text},
            },
            "bargap": 0.35,
            "separators": ".,",
        },
        "data": {
            "bar": [{"type": "bar", "marker": {"color": colours.accent, "line": {"width": 0}}}],
            "scatter": [{"type": "scatter", "line": {"color": colours.accent, "width": 2}, "marker": {"size": 5}}],
        },
    }


def _scale(colours: tuple[str, ...]) -> list[list[float | str]]:
    return [[place / (len(colours) - 1), colour] for place, colour in enumerate(colours)]
