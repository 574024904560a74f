"""The wheel as a person gets it: all that is needed inside, nothing else, and it plays from an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.journeys.terminals import ROOT, TOY, environment

pytest.importorskip("hatchling")

NEEDED = (
    "vignettes/library/sources.yaml", "vignettes/library/flirting-client.yaml", "vignettes/catalogue/V201.yaml",
    "simulator/screens/app.tcss", "simulator/records/sql/migrations/env.py",
    "simulator/py.typed", "scoring/py.typed", "vignettes/py.typed",
)  # fmt: skip
WHERE = "import simulator as a, scoring as b, vignettes as c, json; print(json.dumps([m.__file__ for m in (a, b, c)]))"


def done(command: list[str], folder: Path, given: str = "") -> str:
    ended = subprocess.run(
        command, input=given, capture_output=True, text=True, cwd=folder, timeout=120, check=False,
        env={name: value for name, value in environment(folder).items() if name != "PYTHONPATH"},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build from what is here."""
    folder = tmp_path_factory.mktemp("built")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT,
                   check=True, capture_output=True, timeout=120)  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program in an environment of its own, which borrows what it depends on and not the project itself."""
    place = tmp_path_factory.mktemp("installed")
    borrowed = sysconfig.get_path("purelib")
    pips = [[python, "-m", "pip"] for python in (sys.executable, getattr(sys, "_base_executable", sys.executable))]
    pip = next((p for p in pips if not subprocess.run([*p, "--version"], capture_output=True, check=False).returncode),
               None)  # fmt: skip
    venv.create(place, with_pip=pip is None, symlinks=os.name != "nt")
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    command = [*pip, "--python", str(python)] if pip else [str(python), "-m", "pip"]
    subprocess.run([*command, "install", "-qq", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)],
                   check=True, capture_output=True, timeout=120)  # fmt: skip
    own = subprocess.run([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True,
                         capture_output=True, check=True).stdout.strip()  # fmt: skip
    (Path(own) / "borrowed.pth").write_text(borrowed + "\n")
    return scripts


def test_all_that_is_needed_is_inside_and_no_tests(wheel: Path):
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert not {name for name in NEEDED if name not in inside}
    for package in ("simulator", "scoring", "vignettes"):
        kept = {str(path.relative_to(ROOT)) for path in (ROOT / package).rglob("*")
                if path.is_file() and "__pycache__" not in path.parts}  # fmt: skip
        assert {Path(name).as_posix() for name in kept} <= inside
    tops = {name.split("/")[0] for name in inside}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"simulator", "scoring", "vignettes"}
    assert not [name for name in inside if "test" in name.lower() or "__pycache__" in name]
    assert {"LICENSE", "LICENSE-VIGNETTES"} <= {name.rpartition("/")[2] for name in inside}


def test_it_runs_from_an_empty_folder_and_from_nowhere_else(installed: Path, tmp_path: Path):
    places = json.loads(done([str(installed / "python"), "-c", WHERE], tmp_path))
    assert all(Path(place).is_relative_to(installed.parent) for place in places), places
    program = str(installed / "simulator")
    listed = json.loads(done([program, "list", "--json"], tmp_path))["vignettes"]
    assert {"flirting-client", "bpd-cbt-only", "cultural-difference", "violent-threat"} <= {v["id"] for v in listed}
    assert all(Path(one["file"]).is_relative_to(installed.parent) for one in listed)
    library = str(Path(listed[0]["file"]).parent)
    found = json.loads(done([program, "check", "--json", library], tmp_path))["diagnostics"]
    assert not [one for one in found if one["severity"] == "error"]
    scored = json.loads(done([program, "score", str(TOY), "--choices", "b,a,a,b", "--json"], tmp_path))
    assert scored["decision_quality"] == 1
    played = done([program, "play", str(TOY), "--plain", "--trainee", "Ana"], tmp_path, "b\na\na\nb\n")
    assert "The client is served." in played
    (kept,) = json.loads(done([program, "history", "--json"], tmp_path))["attempts"]
    assert kept["decision_quality"] == 1
    assert (tmp_path / "data" / "records.sqlite3").exists()
    assert "supervision" in done([program, "about"], tmp_path).lower() + done([program, "--version"], tmp_path).lower()
