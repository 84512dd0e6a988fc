"""``onemap bench NAME…``: ours and a peer, side by side in one run."""

from argparse import ArgumentParser, Namespace

from dashboard.benches import BENCHES, Measure
from dashboard.commands.base import Answer, Verb


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("names", nargs="+", choices=[bench.name for bench in BENCHES], metavar="NAME")
    parser.add_argument("--hazards", type=int, default=1_000_000)
    parser.add_argument("--against", default="duckdb,postgis,calamine,plotly,leaflet", help="比较对象，逗号分隔")


def _line(measure: Measure) -> str:
    peer = (
        ""
        if measure.peer_ms is None
        else f"   {measure.peer} {measure.peer_ms:10.2f} {measure.unit}   ×{measure.ratio:.1f}"
    )
    return f"{measure.what:<44} n={measure.n:<9} {measure.ours_ms:10.2f} {measure.unit}{peer}"


def _run(args: Namespace) -> Answer:
    chosen = [bench for bench in BENCHES if bench.name in args.names]
    measures = [measure for bench in chosen for measure in bench.run(args)]
    return Answer([measure.json() for measure in measures], "\n".join(map(_line, measures)))


VERB = Verb("bench", "与同类系统并排比较性能", _run, _arguments)
