"""``python -m data.store.audit_worker``: proves one part of a chain; question and answer are JSON."""

import sys

import orjson

from data.store.audit_parts import Question, answer


def main() -> None:
    """Answer the question on standard input: the part, or null where it is not sound."""
    question = Question(**orjson.loads(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(orjson.dumps(answer(question)))


if __name__ == "__main__":
    main()
