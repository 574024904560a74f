#!/usr/bin/env python3
"""Set up once, then run: ``python3 dev.py play``, ``python3 dev.py test``; anything else goes to the program.

Standard library only. The first call makes ``.venv`` beside this file from the lock files; later calls
start at once. Works where ensurepip is missing, on Linux, macOS and Windows.
"""

from __future__ import annotations

import hashlib
import os
import pathlib
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
LOCKS = {
    "play": ROOT / "requirements.lock",
    "test": ROOT / "requirements-test.lock",
    "ci": ROOT / "requirements-ci.lock",
}
KINDS = {"test": "test", "bench": "test", "pictures": "test", "docs": "test", "python": "test", "set-up-ci": "ci"}


def wanted(lock: pathlib.Path) -> str:
    """Return what identifies a finished set-up: this Python, the project file and the lock file."""
    content = (ROOT / "pyproject.toml").read_bytes() + lock.read_bytes() + sys.version.encode()
    return hashlib.sha256(content + str(ROOT).encode()).hexdigest()


def pip_here() -> list[str] | None:
    """Return the command of a pip able to install into another environment (22.3 or newer), if there is one."""
    found = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=False)
    try:
        major, minor = (int(part) for part in found.stdout.split()[1].split(".")[:2])
    except (IndexError, ValueError):
        return None
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)] if (major, minor) >= (22, 3) else None


def set_up(kind: str) -> None:
    """Make ``.venv`` hold what the lock file of this kind names, and this project; return at once if it does.

    Each lock holds all that the one before does, so an environment set up for tests serves for playing too.
    """
    lock = LOCKS[kind]
    marks = {name: VENV / f"ready-{name}" for name in LOCKS}
    fits = [name for name, mark in marks.items() if mark.exists() and mark.read_text() == wanted(LOCKS[name])]
    kinds = list(LOCKS)
    if any(kinds.index(name) >= kinds.index(kind) for name in fits):
        return
    print(f"Setting up {VENV.name} (once) ...", file=sys.stderr, flush=True)
    pip = pip_here()
    if not PYTHON.exists() or not fits:
        venv.create(VENV, with_pip=pip is None, clear=VENV.exists(), symlinks=not WINDOWS)
    install = [*(pip or [str(PYTHON), "-m", "pip"]), "install", "-qq", "--disable-pip-version-check"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.check_call([*install, "--require-hashes", "-r", str(lock)], env=environment)
    subprocess.check_call([*install, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], env=environment)
    marks[kind].write_text(wanted(lock))


def lock_all() -> None:
    """Write the lock files anew from the ranges in pyproject.toml; needs ``uv``."""
    base = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--generate-hashes", "--no-annotate",
            "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--python-version", "3.11", "-q", "--upgrade"]
    subprocess.check_call([*base, "--group", "build", "-o", LOCKS["play"].name], cwd=ROOT)
    subprocess.check_call([*base, "--group", "test", "-o", LOCKS["test"].name], cwd=ROOT)
    subprocess.check_call([*base, "--group", "ci", "-o", LOCKS["ci"].name], cwd=ROOT)


def main(arguments: list[str]) -> int:
    """Run what the first word names and return its exit status."""
    name = arguments[0] if arguments else "play"
    if name == "lock":
        lock_all()
        return 0
    try:
        set_up(KINDS.get(name, "play"))
    except (subprocess.CalledProcessError, OSError) as fault:
        print(f"dev.py: the set-up did not finish ({fault}). Nothing else was changed; run the same command again "
              "once the package index can be reached.", file=sys.stderr)
        return 3
    if name == "set-up-ci":
        return 0
    if name == "test":
        command = [str(PYTHON), "-m", "pytest", "-n", "auto", *arguments[1:]]
    elif name == "bench":
        command = [str(PYTHON), "-m", "benchmarks", *arguments[1:]]
    elif name == "pictures":
        command = [str(PYTHON), "-m", "docs.pictures"]
    elif name == "docs":
        command = [str(PYTHON), "-m", "docs.generate"]
    elif name == "python":
        command = [str(PYTHON), *arguments[1:]]
    else:
        command = [str(PYTHON), "-m", "simulator", name, *arguments[1:]]
    if WINDOWS:
        return subprocess.call(command)
    os.execv(command[0], command)
    return 0  # not reached: execv replaces this process


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit(f"dev.py: Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    sys.exit(main(sys.argv[1:]))
