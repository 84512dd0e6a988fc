"""Gets Chromium and PostgreSQL for the tests, starts a throw-away cluster, runs a command and stops the cluster.

``python -m tests.machine COMMAND…`` sets for the command:

- ``ONEMAP_TEST_POSTGRES``  SQLAlchemy URL of the cluster's own database, with the rights to create others
- ``ONEMAP_TEST_CHROMIUM``  path of the browser

What cannot be had is said in one loud line; the tests that need it are then skipped, and say so too.
"""

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

ROOM_BYTES = 4 * 1024**3
"""What the databases of the longest tests may take."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")


@dataclass(frozen=True, slots=True)
class Need:
    """Something of the machine: Debian packages that bring it and what is skipped without it."""

    name: str
    packages: tuple[str, ...]
    skipped: str


CHROMIUM = Need("Chromium", ("chromium",), "浏览器测试")
POSTGRES = Need("PostgreSQL", ("postgresql", "postgresql-contrib"), "PostgreSQL 上的存储测试")
POSTGIS = Need("PostGIS", ("postgis", "postgresql-postgis"), "与 PostGIS 的性能比较")


def chromium() -> str | None:
    """The path of a browser that starts, or None."""
    paths = [path for name in BROWSERS if (path := shutil.which(name))]
    return next((path for path in paths if _starts([path, "--version", "--no-sandbox"])), None)


def postgres_bin() -> Path | None:
    """The folder with initdb and pg_ctl of the newest PostgreSQL, or None."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *map(Path, filter(None, [_folder_of("initdb")]))]
    complete = [folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()]
    return max(complete, key=_version, default=None)


def _folder_of(program: str) -> str | None:
    path = shutil.which(program)
    return str(Path(path).resolve().parent) if path else None


def _version(folder: Path) -> float:
    digits = folder.parent.name
    return float(digits) if digits.replace(".", "", 1).isdigit() else 0.0


def _starts(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install(need: Need) -> str | None:
    """Install by apt; the reason why it could not be done, or None when it was."""
    if shutil.which("apt-get") is None:
        return "本机没有 apt-get"
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if root and not _starts([*root, "true"]):
        return "没有安装系统软件包的权限"
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    get = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *need.packages]
    for command in (["apt-get", "update", "-q"], get):
        done = subprocess.run([*root, *command], capture_output=True, text=True, env=env, check=False)
        if done.returncode != 0:
            return f"{' '.join(command[:2])} 失败：{(done.stderr.strip().splitlines() or ['没有说明'])[-1]}"
    return None


def loud(need: Need, reason: str) -> None:
    """One line nobody overlooks."""
    way_out = f"请执行 apt install {' '.join(need.packages)} 后重试"
    print(f"!!! 缺少 {need.name}，{need.skipped}已跳过：{reason}。{way_out}。", file=sys.stderr)


def get_chromium() -> str | None:
    """A browser, installed when there is none."""
    if path := chromium():
        return path
    reason = install(CHROMIUM) or "安装后仍无法启动"
    path = chromium()
    if path is None:
        loud(CHROMIUM, reason)
    return path


def get_postgres() -> Path | None:
    """PostgreSQL's programs, installed when there are none."""
    if folder := postgres_bin():
        return folder
    reason = install(POSTGRES) or "安装后仍找不到 initdb"
    folder = postgres_bin()
    if folder is None:
        loud(POSTGRES, reason)
    return folder


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A PostgreSQL cluster of our own on a free port of the loopback; yields the URL of its database."""
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    as_user = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="onemap-pg-", dir=_in_memory(), ignore_cleanup_errors=True) as home:
        if as_user:
            shutil.chown(home, user)
        port = _free_port()
        data = f"{home}/data"

        def run(*command: str) -> None:
            subprocess.run([*as_user, *command], check=True, cwd=home, stdout=subprocess.DEVNULL)

        run(str(folder / "initdb"), "-D", data, "-U", "onemap", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        run(str(folder / "pg_ctl"), "-D", data, "-w", "-o", options, "-l", f"{home}/log", "start")
        try:
            yield f"postgresql+psycopg://onemap@127.0.0.1:{port}/postgres"
        finally:
            run(str(folder / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")


def _in_memory() -> str | None:
    """A folder in memory that has room, None where none is: databases are made there in a tenth of the time."""
    folder = Path("/dev/shm")
    roomy = folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= ROOM_BYTES
    return str(folder) if roomy else None


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def main(command: Sequence[str]) -> int:
    """Run ``command`` with all that the machine can give."""
    browser = get_chromium()
    folder = get_postgres()
    env = dict(os.environ)
    if browser:
        env["ONEMAP_TEST_CHROMIUM"] = browser
    with cluster(folder) if folder else nullcontext() as url:
        if url:
            env["ONEMAP_TEST_POSTGRES"] = url
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
