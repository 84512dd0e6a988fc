"""``onemap VERB …``: exit 0 on success, 1 when it could not be done (one sentence says why), 2 for wrong usage.

Whoever reads the output may stop before its end, as ``onemap … | head`` does: what is left is dropped, the exit is 141.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence

import orjson

from dashboard.commands import VERBS, Answer
from data.errors import OneMapError
from data.packs import DEFAULT_PACK

NOBODY_READS = 141
"""Exit code of a program that its closed pipe ended: 128 + SIGPIPE."""


def parser() -> ArgumentParser:
    """The whole command line, drawn from ``VERBS``."""
    root = ArgumentParser(prog="onemap", description="“智慧安监”动态管控“一张图”")
    verbs = root.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in VERBS:
        sub = verbs.add_parser(verb.name, help=verb.help, description=verb.help, allow_abbrev=False)
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
        if not _printed(answer, args.json):
            return NOBODY_READS
        if answer.then is not None:
            answer.then()
    except OneMapError as error:
        print(error.sentence(), file=sys.stderr)
        return 1
    return answer.code


def _printed(answer: Answer, as_json: bool) -> bool:
    """Print the answer; False when nobody reads it to its end."""
    try:
        if as_json:
            print(orjson.dumps(answer.json, option=orjson.OPT_INDENT_2).decode(), flush=True)
        elif answer.text:
            print(answer.text, flush=True)
    except BrokenPipeError:
        _forget_output()
        return False
    return True


def _forget_output() -> None:
    """Let what is still buffered go nowhere: the interpreter would try to write it once more at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
