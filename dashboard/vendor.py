"""Fetches what the browser needs by name and integrity from ``package-lock.json``: MapLibre, plotly, a Chinese font.

Run as ``python -m dashboard.vendor`` by ``make``; ``make test`` adds ``--tests`` for what only the tests load into a
browser. The machine's npm is used where there is one; otherwise Node comes as a wheel, at the version and hash of
``requirements-node.lock``. The program itself never fetches anything.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from dashboard import fonts

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
MAPLIBRE = MODULES / "maplibre-gl" / "dist"
LEAFLET = MODULES / "leaflet" / "dist"
FONTS = MODULES / "@expo-google-fonts" / "noto-sans-sc"
PLOTLY = MODULES / "plotly.js-cartesian-dist-min" / "plotly-cartesian.min.js"
WHOLE_FONTS = {
    "regular": FONTS / "400Regular" / "NotoSansSC_400Regular.ttf",
    "bold": FONTS / "700Bold" / "NotoSansSC_700Bold.ttf",
}
AXE = MODULES / "axe-core" / "axe.min.js"
"""What the tests ask whether a page can be used without eyes or mouse; not part of the program."""
FONT_PIECES = MODULES / ".onemap-fonts"
FONT_RANGES = FONT_PIECES / fonts.RANGES

_STAMP = MODULES / ".onemap-lock"
_LOCK = ROOT / "package-lock.json"


def is_current() -> bool:
    """Whether everything of the present lock file is in place."""
    return _STAMP.exists() and _STAMP.read_bytes() == _LOCK.read_bytes() and FONT_RANGES.exists()


def fetch() -> None:
    """Install the browser libraries anew, and cut the font."""
    _npm("ci", "--omit=dev")
    fonts.cut(WHOLE_FONTS, ROOT / "data", FONT_PIECES)
    _STAMP.write_bytes(_LOCK.read_bytes())


def fetch_for_tests() -> None:
    """Add what only the tests need to what is installed."""
    _npm("install", "--no-save", "--include=dev")


def _npm(*arguments: str) -> None:
    """Run npm; where that fails, its own words stand above ours."""
    npm = shutil.which("npm") or _npm_from_wheel()
    env = os.environ | {"NODE_USE_SYSTEM_CA": "1"}  # an intranet's mirror has a certificate of its own
    command = [npm, *arguments, "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode != 0:  # noqa: S603
        sys.exit("无法获取浏览器组件（地图、图表与中文字体）：npm 未能完成安装。请检查软件源与网络后重新执行 make。")


def _npm_from_wheel() -> str:
    lock = ROOT / "requirements-node.lock"
    subprocess.run(  # noqa: S603
        [sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "-r", str(lock)], check=True
    )
    return str(Path(sysconfig.get_path("scripts")) / "npm")


if __name__ == "__main__":
    if not is_current():
        fetch()
    if "--tests" in sys.argv[1:]:
        fetch_for_tests()
