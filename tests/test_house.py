"""The house rules that a machine can hold: who imports whom, how long a file is, whose words stand in it."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("vignettes", "scoring", "simulator")
TEXTS = {".py", ".md", ".yaml", ".yml", ".toml", ".tcss", ".txt", ".html", ".json", ".cfg", ".sh"}


def project_files() -> list[Path]:
    """Every file of the project that a person could read, without what tools leave behind."""
    skipped = {".git", ".venv", "__pycache__", "node_modules", ".hypothesis", "dist", "build"}
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not skipped & set(path.relative_to(ROOT).parts) and not path.parts[-2].startswith(".mypy")
    ]


def run_in_root(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_imports_go_one_way():
    lint = Path(sys.executable).with_name("lint-imports")
    if not lint.exists():
        pytest.skip("import-linter is not installed beside this Python")
    done = run_in_root(str(lint), "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_types_hold():
    pytest.importorskip("mypy")
    done = run_in_root(sys.executable, "-m", "mypy", "--no-error-summary")
    assert done.returncode == 0, done.stdout


def test_the_code_is_tidy():
    pytest.importorskip("ruff")
    done = run_in_root(sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise", ".")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("package", PACKAGES)
def test_python_files_stay_under_400_lines(package):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / package).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) >= 400
    }
    assert not long


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower().replace("\u2019", "'"))


def run_hashes(text: str) -> dict[str, str]:
    words = words_of(text)
    runs = (" ".join(words[i : i + 8]) for i in range(len(words) - 7))
    return {hashlib.blake2b(run.encode(), digest_size=6).hexdigest(): run for run in runs}


def test_no_run_of_eight_words_of_the_article():
    article = set((ROOT / "tests/data/article-runs.txt").read_text(encoding="utf-8").split("\n")[1:]) - {""}
    assert len(article) > 1000
    found = {}
    for path in project_files():
        if path.suffix in TEXTS or path.suffix == "":
            try:
                runs = run_hashes(path.read_text(encoding="utf-8"))
            except UnicodeDecodeError:
                continue
            if hit := article & runs.keys():
                found[str(path.relative_to(ROOT))] = [runs[key] for key in hit][:3]
    assert not found


def test_the_guard_against_the_articles_words_can_fail():
    sample = "one two three four five six seven eight nine"
    assert len(run_hashes(sample)) == 2


def test_the_lock_files_name_versions_and_hashes_and_no_address():
    for name in ("requirements.lock", "requirements-test.lock", "requirements-ci.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        requirements = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert requirements
        assert all("==" in line for line in requirements)
        assert text.count("--hash=sha256:") >= len(requirements)
