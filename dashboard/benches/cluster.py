"""A throw-away PostgreSQL of the installed programs, on a free port of the loopback."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = "/usr/lib/postgresql"


class ProgramsMissing(Exception):
    """PostgreSQL cannot be started on this machine; the text says why."""


@contextmanager
def cluster(settings: str) -> Iterator[str]:
    """The address of a cluster with these ``-c`` settings, stopped and removed at the end. `ProgramsMissing`."""
    folder = _programs()
    is_root = os.geteuid() == 0
    user = "postgres" if is_root else getpass.getuser()
    with tempfile.TemporaryDirectory(prefix="onemap-bench-", ignore_cleanup_errors=True) as home:
        if is_root:
            shutil.chown(home, user)
        port = _free_port()

        def run(program: str, *arguments: str) -> None:
            as_user = ["runuser", "-u", user, "--"] if is_root else []
            command = [*as_user, str(folder / program), "-D", f"{home}/data", *arguments]
            subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words

        try:
            run("initdb", "-U", "onemap", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
            options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {settings}"
            run("pg_ctl", "-w", "-l", f"{home}/log", "-o", options, "start")
        except (OSError, subprocess.CalledProcessError) as error:
            raise ProgramsMissing(str(error)) from error
        try:
            yield f"postgresql://onemap@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")


def _programs() -> Path:
    folders = [folder for folder in Path(PROGRAMS).glob("*/bin") if (folder / "initdb").exists()]
    if not folders:
        raise ProgramsMissing(PROGRAMS)
    return max(folders, key=lambda folder: float(folder.parent.name))


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
