"""Programs that a benchmark starts and asks over HTTP, each in a process of its own."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

ADDRESS = re.compile(r"http://[\d.:]+")


@contextmanager
def served(module: str, *arguments: str) -> Iterator[str]:
    """Run ``python -m module``; yields the address it prints once it answers, and ends it afterwards."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own modules
        try:
            assert process.stdout is not None
            lines = (ADDRESS.search(line) for line in process.stdout)
            yield next(found.group() for found in lines if found)
        finally:
            process.terminate()
