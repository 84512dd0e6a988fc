"""``onemap VERB …``: exit 0 on success, 1 when it could not be done (one sentence says why), 2 for wrong usage."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence

import orjson

from dashboard.commands import VERBS, Answer
from data.errors import OneMapError
from data.packs import DEFAULT_PACK


def parser() -> ArgumentParser:
    """The whole command line, drawn from ``VERBS``."""
    root = ArgumentParser(prog="onemap", description="“智慧安监”动态管控“一张图”")
    verbs = root.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in VERBS:
        sub = verbs.add_parser(verb.name, help=verb.help, description=verb.help)
        sub.add_argument("--database", default=os.environ.get("ONEMAP_DATABASE_URL"), metavar="URL", help="数据库地址")
        sub.add_argument("--pack", default=os.environ.get("ONEMAP_PACK", DEFAULT_PACK), help="辖区数据包名称或目录")
        sub.add_argument("--json", action="store_true", help="只在标准输出打印一个 JSON 文档")
        verb.arguments(sub)
        sub.set_defaults(run=verb.run)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code."""
    args = parser().parse_args(argv)
    try:
        answer: Answer = args.run(args)
        _print(answer, args.json)
        if answer.then is not None:
            answer.then()
    except OneMapError as error:
        print(error.sentence(), file=sys.stderr)
        return 1
    return answer.code


def _print(answer: Answer, as_json: bool) -> None:
    if as_json:
        print(orjson.dumps(answer.json, option=orjson.OPT_INDENT_2).decode(), flush=True)
    elif answer.text:
        print(answer.text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
