"""``onemap serve``: the web server over a database that is ready."""

import os
import socket
from argparse import ArgumentParser, Namespace

from dashboard.commands.base import Answer, Verb, open_store
from dashboard.commands.import_ import broken_lines
from dashboard.server import check_address, listening
from dashboard.settings import Settings
from data.store.database import require_ready
from data.words import t

PORT = 8050
LOCAL = "127.0.0.1"


def address_arguments(parser: ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--port", type=port, default=PORT, help="端口，默认 8050；0 为任一空闲端口")
    basemaps_argument(parser)


def basemaps_argument(parser: ArgumentParser) -> None:
    """Which basemaps there are."""
    parser.add_argument(
        "--basemaps", default=os.environ.get("ONEMAP_BASEMAPS"), metavar="FILE", help=t("basemap.option_help")
    )


def port(text: str) -> int:
    """A port number, 0 for any free one; anything else is wrong usage."""
    number = int(text)
    if not 0 <= number <= 65535:
        raise ValueError(text)
    return number


def settings_of(args: Namespace, database: str, synthetic: bool) -> Settings:
    """One server's settings; raises when its address is not ours or is taken."""
    host = getattr(args, "host", LOCAL)
    settings = Settings(
        database,
        args.pack,
        host=host,
        port=args.port or free_port(),
        basemaps=args.basemaps,
        synthetic=synthetic,
        escalates=True,
    )
    check_address(settings)
    return settings


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        return int(probe.getsockname()[1])


def url(settings: Settings) -> str:
    """The address to open."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}/"


def _arguments(parser: ArgumentParser) -> None:
    address_arguments(parser)
    parser.add_argument("--host", default=LOCAL, help="监听地址，只限本机")


def _run(args: Namespace) -> Answer:
    engine, pack = open_store(args)
    require_ready(engine, pack)
    database = engine.url.render_as_string(hide_password=False)
    settings = settings_of(args, database, synthetic=False)
    text = t("page_command.serving", name=pack.title, url=url(settings))
    broken = broken_lines(engine, pack)
    return Answer({"url": url(settings), "broken_off": broken}, "\n".join([*broken, text]), then=listening(settings))


VERB = Verb("serve", "启动网页服务", _run, _arguments)
