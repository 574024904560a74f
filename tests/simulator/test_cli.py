"""The command line in a real process: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.terminals import PROGRAM, ROOM, ROOT, TOY, environment, run

COMMANDS = (
    "play", "list", "history", "progress", "score", "check", "explore", "graph", "new", "preview", "print", "schema",
    "export", "privacy", "resources", "about",
)  # fmt: skip
EXPECTED = json.loads((TOY.parent / "toy-expected.json").read_text(encoding="utf-8"))


def document(folder: Path, *arguments: str) -> dict:
    done = run(folder, *arguments, "--json")
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout.isascii()
    return json.loads(done.stdout)


# Help and use


def test_help_names_every_command(tmp_path: Path):
    done = run(tmp_path, "--help")
    assert done.returncode == 0
    for command in COMMANDS:
        assert f"\n  {command} " in done.stdout
    assert "0 done, 1 found faults, 2 used wrongly, 3 could not" in " ".join(done.stdout.split())
    assert run(tmp_path, "-h").stdout == done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(tmp_path: Path, command: str):
    done = run(tmp_path, command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: simulator {command}")
    assert max(map(len, done.stdout.split("\n"))) <= 88


def test_version(tmp_path: Path):
    assert run(tmp_path, "--version").stdout.startswith("simulator 0.")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["scor"], "Did you mean 'score'?"), (["frobnicate"], "There is no command 'frobnicate'."),
        (["score", str(TOY)], "--choices"),
        (["score", "flirting-clint", "--choices", "a"], "did you mean 'flirting-client'?"),
        (["play", "nosuchthing"], "neither a known vignette nor a file"), (["list", "--nothing"], "--nothing"),
        (["play", "--mode", "exam"], "'exam'"), (["play", "--seed", "-1"], "-1"),
        (["list", "--library", "nowhere"], "nowhere"),
        (["score", str(TOY), "--choices", "a,a,a"], "end at decision 4, 'D4', before any ending"),
        (["score", str(TOY), "--choices", "c,a"], "The case ended at 'END_early' after 1 choices"),
        (["score", str(TOY), "--choices", "a,zz"],
         "Decision 2: At 'D2', 'zz' is not a response there; open are: a, b."),
        (["score", str(ROOM), "--choices", "offer-a-char"], "Did you mean 'offer-a-chair'?"),
        (["score", str(TOY), "--choices", ""], "decision 1"), (["explore"], "FILE"),
        (["graph", str(TOY), "--format", "png"], "png"),
        (["graph", str(TOY), "--choices", "q"], "'q' is not a response there"),
        (["history", "--trainee", "Nobody"], "Nobody"),
        (["progress", "--trainee", "Nobody"], "Nobody"), (["check", "no/such/folder"], "neither"),
    ],
)  # fmt: skip
def test_used_wrongly_is_2_and_a_sentence_on_stderr(tmp_path: Path, arguments: list[str], told: str):
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert told in done.stderr
    assert done.stderr.startswith("simulator: ")
    assert "Traceback" not in done.stderr


def test_options_alone_mean_play(tmp_path: Path):
    done = run(tmp_path, "--plain", "--unrecorded")
    assert done.returncode == 0
    assert "Vignettes" in done.stdout


# list


def test_list_names_the_shipped_vignettes(tmp_path: Path):
    done = run(tmp_path, "list")
    assert done.returncode == 0
    assert done.stderr == ""
    found = document(tmp_path, "list")["vignettes"]
    assert {"flirting-client", "bpd-cbt-only", "cultural-difference", "violent-threat"} <= {one["id"] for one in found}
    for one in found:
        assert {"id", "title", "level", "minutes", "file"} <= one.keys()
        assert isinstance(one["minutes"], int)
        assert Path(one["file"]).is_file()
        assert one["id"] in done.stdout
        assert one["title"] in done.stdout


def test_further_folders_are_added_everywhere(tmp_path: Path):
    assert "small-room" not in run(tmp_path, "list").stdout
    by_option = document(tmp_path, "list", "--library", str(ROOM.parent))["vignettes"]
    by_variable = json.loads(run(tmp_path, "list", "--json", SIMULATOR_LIBRARY=str(ROOM.parent)).stdout)["vignettes"]
    assert by_option == by_variable
    assert "small-room" in {one["id"] for one in by_option}
    both = os.pathsep.join([str(TOY.parent), str(ROOM.parent)])
    done = run(tmp_path, "score", "scoring-oracle", "--choices", "c", SIMULATOR_LIBRARY=both)
    assert done.returncode == 0
    done = run(tmp_path, "explore", "small-room", SIMULATOR_LIBRARY=both)
    assert done.returncode == 0
    assert run(tmp_path, "graph", "small-room", "--library", str(ROOM.parent)).returncode == 0


def test_a_file_that_cannot_be_read_is_told_beside_the_list(tmp_path: Path):
    library = tmp_path / "mine"
    library.mkdir()
    (library / "broken.yaml").write_text("id: [\n")
    done = run(tmp_path, "list", "--library", "mine")
    assert done.returncode == 0
    assert "flirting-client" in done.stdout
    assert "broken.yaml" in done.stderr
    assert document(tmp_path, "list", "--library", "mine")["unreadable"][0]["file"].endswith("broken.yaml")


# score


@pytest.mark.parametrize("path", EXPECTED["paths"], ids=lambda path: "".join(path["choices"]))
def test_score_gives_the_figures_of_the_oracle(tmp_path: Path, path: dict):
    found = document(tmp_path, "score", str(TOY), "--choices", ",".join(path["choices"]))
    exact = found["fractions"]
    assert found["ending"] == path["ending"]
    assert exact["loss"] == path["loss"]
    for figure in ("decision_quality", "decision_quality_strict", "process_conformance"):
        assert exact[figure] == path[figure]
        assert found[figure] is None if path[figure] is None else isinstance(found[figure], float)
    assert found["coverage"] == path["coverage"]
    assert found["critical"] == path["critical"]
    assert [step["scene"] for step in found["steps"]] == path["scenes"]
    assert [step["fractions"]["base"] for step in found["steps"]] == path["base"]
    assert [step["fractions"]["charged"] for step in found["steps"]] == path["charged"]
    assert {rule["id"]: rule["fractions"]["fulfilment"] for rule in found["rules"]} == path["rules"]


def test_score_has_all_that_is_promised(tmp_path: Path):
    found = document(tmp_path, "score", str(ROOM), "--choices", "close-it,stay,tell-little,pass-on")
    promised = {
        "vignette", "ending", "loss", "decision_quality", "decision_quality_strict", "coverage", "process_conformance",
        "critical", "contraindicated", "steps", "rules", "layers", "repairs", "fractions",
    }  # fmt: skip
    assert promised <= found.keys()
    assert {"scene", "response", "base", "charged", "reasons"} <= found["steps"][0].keys()
    assert {"id", "fulfilment", "broken_at"} <= found["rules"][0].keys()
    assert {"article", "practice"} == found["layers"].keys()
    assert {"taken", "offered"} == found["repairs"].keys()
    assert {"visited", "key"} == found["coverage"].keys()
    assert found["critical"] == ["consult-first"]
    assert sum(layer["loss"] for layer in found["layers"].values()) == pytest.approx(found["loss"])


def test_score_puts_words_before_numbers_and_records_nothing(tmp_path: Path):
    done = run(tmp_path, "score", str(ROOM), "--choices", "close-it, stay, tell-all, go-on")
    assert done.returncode == 0
    order = [done.stdout.index(told) for told in ("Mo took away", "Decision by decision", "In numbers")]
    assert order == sorted(order)
    assert not (tmp_path / "data").exists()
    assert max(map(len, done.stdout.split("\n"))) <= 75


# check, explore, graph


def test_check_finds_nothing_wrong_with_the_shipped_vignettes(tmp_path: Path):
    found = document(tmp_path, "check")
    assert [d for d in found["diagnostics"] if d["severity"] == "error"] == []
    assert run(tmp_path, "check", "--brief").returncode == 0


def test_check_tells_place_why_and_how_to_mend(tmp_path: Path):
    file = tmp_path / "broken.yaml"
    file.write_text(TOY.read_text().replace("next: D2,", "next: D22,", 1))
    done = run(tmp_path, "check", "broken.yaml")
    assert done.returncode == 1
    line = next(n for n, text in enumerate(file.read_text().split("\n"), 1) if "D22" in text)
    assert f"broken.yaml:{line}:" in done.stdout
    assert "^" in done.stdout
    assert "Why: " in done.stdout
    assert "Mend: " in done.stdout
    assert "error" in done.stdout.strip().split("\n")[-1]
    found = document(tmp_path, "check", "broken.yaml")
    fault = next(d for d in found["diagnostics"] if d["severity"] == "error")
    assert {"code", "severity", "file", "line", "column", "message"} <= fault.keys()
    assert (fault["file"], fault["line"]) == ("broken.yaml", line)
    assert found["errors"] >= 1
    brief = run(tmp_path, "check", "broken.yaml", "--brief").stdout
    assert "Why:" not in brief


@pytest.mark.parametrize(
    "content", ["", "a: [1", "- 1\n- 2\n", "\ufeffformat: 1\n", "a: &x b\nc: *x\n", "id: x\nid: y\n"]
)
def test_check_survives_what_is_no_vignette(tmp_path: Path, content: str):
    (tmp_path / "odd.yaml").write_text(content, encoding="utf-8")
    done = run(tmp_path, "check", "odd.yaml")
    assert done.returncode == 1
    assert "odd.yaml:" in done.stdout
    assert done.stderr == ""


def test_warnings_alone_exit_0(tmp_path: Path):
    done = run(tmp_path, "check", str(TOY))
    assert done.returncode == 0
    assert "warning" in done.stdout


def test_check_takes_a_folder(tmp_path: Path):
    found = document(tmp_path, "check", str(ROOM.parent))
    assert str(ROOM) in found["files"]


def test_explore_gives_the_figures_of_the_oracle(tmp_path: Path):
    found = document(tmp_path, "explore", str(TOY))
    expected = EXPECTED["expected_decision_quality"]
    exact = found["fractions"]["strategies"]
    assert found["paths"] == 25
    assert found["sampled"] is False
    assert exact["random"] == expected["uniformly random response"]
    assert exact["first"] == expected["first listed response"]
    assert exact["last"] == expected["last listed response"]
    assert exact["longest"] == expected["longest text"]
    assert exact["shortest"] == expected["shortest text"]
    assert (found["best"], found["worst"]) == (1.0, 0.0)
    assert found["key_decisions"] == ["D1", "D2", "D3", "D4"]
    assert isinstance(found["states"], int)
    told = run(tmp_path, "explore", str(TOY)).stdout
    assert "Complete paths: 25" in told
    assert "817/2160" in told


def test_a_line_without_loss_can_be_handed_on_to_score(tmp_path: Path):
    told = run(tmp_path, "explore", str(TOY)).stdout.split("\n")
    line = told[next(n for n, text in enumerate(told) if text.startswith("Least loss")) + 1].strip()
    assert document(tmp_path, "score", str(TOY), "--choices", line)["loss"] == 0


@pytest.mark.parametrize(("kind", "start"), [("text", "Scoring oracle"), ("mermaid", "---"), ("dot", "digraph"),
                                             ("svg", "<svg")])  # fmt: skip
def test_graph_draws(tmp_path: Path, kind: str, start: str):
    done = run(tmp_path, "graph", str(TOY), "--format", kind, "--choices", "b,a")
    assert done.returncode == 0
    assert done.stdout.startswith(start)


# history, progress


def test_history_and_progress_without_any_record(tmp_path: Path):
    for command in ("history", "progress"):
        done = run(tmp_path, command)
        assert done.returncode == 0
        assert "Nothing has been recorded here yet." in done.stdout
    assert document(tmp_path, "history") == {"attempts": []}
    assert document(tmp_path, "progress")["attempts"] == 0
    assert not (tmp_path / "data").exists(), "asking makes no store"


def test_history_and_progress_tell_what_was_played(tmp_path: Path):
    run(tmp_path, "play", str(ROOM), "--trainee", "Ana", given="close-it\nstay\ntell-little\npass-on\n")
    run(tmp_path, "play", str(TOY), given="b\n")
    done = run(tmp_path, "history")
    assert done.returncode == 0
    rows = done.stdout.split("\n")
    assert "Scoring oracle" in rows[1]
    assert "unfinished" in rows[1]
    assert "The small room" in rows[2]
    assert "handed-over" in rows[2]
    found = document(tmp_path, "history")["attempts"]
    assert [one["vignette"] for one in found] == ["scoring-oracle", "small-room"]
    assert found[0]["decision_quality"] is None
    assert found[1]["fractions"]["decision_quality"] == "2/9"
    assert "Mo took away" in run(tmp_path, "history", "2").stdout
    assert run(tmp_path, "history", "1").returncode == 2, "there is no debrief of an unfinished attempt"
    assert run(tmp_path, "history", "7").returncode == 2
    assert document(tmp_path, "history", found[1]["id"][:8])["ending"] == "handed-over"
    told = run(tmp_path, "progress").stdout
    assert "Attempts counted: 1" in told
    assert "does not measure a person" in " ".join(told.split())
    assert document(tmp_path, "progress")["attempts"] == 1


# privacy


def test_what_is_kept_can_be_seen_taken_away_and_deleted(tmp_path: Path):
    for choice in ("close-it\n", "say-nothing\n"):
        run(tmp_path, "play", str(ROOM), "--trainee", "Ana", given=choice)
    run(tmp_path, "play", str(ROOM), "--trainee", "Ben", given="close-it\n")
    shown = json.loads(run(tmp_path, "privacy", "show", "--trainee", "Ana").stdout)
    assert shown["trainee"]["name"] == "Ana"
    assert len(shown["attempts"]) == 2
    assert run(tmp_path, "privacy", "save", "mine.json", "--trainee", "Ana").returncode == 0
    assert json.loads((tmp_path / "mine.json").read_text()) == shown
    assert (tmp_path / "mine.json").stat().st_mode & 0o077 == 0
    again = run(tmp_path, "privacy", "save", "mine.json", "--trainee", "Ana")
    assert (again.returncode, "there already" in again.stderr) == (2, True)
    assert run(tmp_path, "privacy", "save", "no/where.json", "--trainee", "Ana").returncode == 3

    assert run(tmp_path, "privacy", "delete", "1", "--trainee", "Ana").returncode == 2, "nobody can be asked"
    assert len(document(tmp_path, "history", "--trainee", "Ana")["attempts"]) == 2
    assert run(tmp_path, "privacy", "delete", "1", "--trainee", "Ana", "--yes").returncode == 0
    left = json.loads(run(tmp_path, "privacy", "show", "--trainee", "Ana").stdout)["attempts"]
    assert [one["id"] for one in left] != []
    assert len(left) == 1

    assert run(tmp_path, "privacy", "delete", "--trainee", "Ana").returncode == 2, "which?"
    assert run(tmp_path, "privacy", "delete", "--everything", "--trainee", "Ana", "--yes").returncode == 0
    assert run(tmp_path, "history", "--trainee", "Ana").returncode == 2
    assert len(document(tmp_path, "history", "--trainee", "Ben")["attempts"]) == 1
    assert run(tmp_path, "privacy", "forget-name", "--trainee", "Ben", "--yes").returncode == 0
    assert run(tmp_path, "history", "--trainee", "Ben").returncode == 2
    assert len(document(tmp_path, "history")["attempts"]) == 1, "what they did stays"
    assert run(tmp_path, "privacy", "delete", "--everything", "--yes").returncode == 0
    assert run(tmp_path, "history").returncode == 2, "nobody is known to have played last"


# Streams


@pytest.mark.parametrize(
    "arguments",
    [["list"], ["check", str(TOY)], ["explore", str(TOY)], ["graph", str(ROOM)], ["score", str(TOY), "--choices", "c"],
     ["about"], ["resources"], ["--help"]],
)  # fmt: skip
def test_output_to_a_pipe_is_plain_whatever_the_environment(tmp_path: Path, arguments: list[str]):
    done = run(tmp_path, *arguments, FORCE_COLOR="1", CLICOLOR_FORCE="1", COLORTERM="truecolor")
    assert "\x1b" not in done.stdout + done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("arguments", [["list"], ["graph", "flirting-client"], ["score", str(TOY), "--choices", "c"]])
def test_an_output_that_knows_ascii_alone_gets_ascii(tmp_path: Path, arguments: list[str]):
    done = run(tmp_path, *arguments, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert done.returncode == 0
    assert done.stdout.isascii()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of Unix")
@pytest.mark.parametrize("command", ["list --json", "graph flirting-client", "--help", "about"])
def test_a_reader_that_has_had_enough_ends_it_quietly(tmp_path: Path, command: str):
    shell = f"{' '.join(PROGRAM)} {command} | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], env=environment(tmp_path), capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize(
    "command", [["list"], ["--help"], ["score", str(TOY), "--choices", "c", "--json"], ["play", str(TOY)]]
)
def test_a_full_disk_behind_stdout_is_3_and_a_sentence(tmp_path: Path, command: list[str]):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*PROGRAM, *command], env=environment(tmp_path), stdout=full, stderr=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, text=True, check=False)  # fmt: skip
    assert done.returncode == 3
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_a_fault_of_our_own_is_a_sentence_with_kind_and_place_alone(tmp_path: Path):
    broken = ("import simulator.cli.listing as l, click\n"
              "def boom(): raise ValueError('secret words of a person')\n"
              "l.about_command.callback = boom\nfrom simulator.cli import run\nrun(['about'])")  # fmt: skip
    done = run(tmp_path, program=(sys.executable, "-c", broken))
    assert done.returncode == 3
    assert "ValueError" in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
    crash = next((tmp_path / "data").glob("**/crash-*"))
    assert "secret" not in crash.read_text()


def test_interrupted_while_starting_is_130(tmp_path: Path):
    early = ("import sys, signal, os\nclass Stop:\n    def find_spec(self, name, *rest):\n"
             "        if name == 'click': os.kill(os.getpid(), signal.SIGINT)\n"
             "sys.meta_path.insert(0, Stop())\nfrom simulator.cli import run\nrun(['list'])")  # fmt: skip
    done = run(tmp_path, program=(sys.executable, "-c", early))
    assert done.returncode == 130
    assert done.stderr == "Stopped.\n"


# What is not imported


def imported_by(folder: Path, *arguments: str) -> set[str]:
    code = ("import sys\nfrom simulator.cli.running import main\nmain(sys.argv[1:])\n"
            "print(*sorted(sys.modules), file=sys.stderr)")  # fmt: skip
    done = run(folder, *arguments, program=(sys.executable, "-c", code))
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "arguments", [["list"], ["list", "--json"], ["--help"], ["--version"], ["play", "--help"], ["about"]]
)
def test_what_lists_and_helps_imports_little(tmp_path: Path, arguments: list[str]):
    found = imported_by(tmp_path, *arguments)
    assert "simulator.cli.running" in found
    assert found & {"textual", "rich", "pydantic", "sqlalchemy", "alembic", "asyncio", "sqlite3"} == set()
    assert "yaml" not in found or arguments[0] == "list"


def test_with_a_store_only_what_is_needed_is_imported(tmp_path: Path):
    run(tmp_path, "play", str(TOY), "--trainee", "Ana", given="c\n")
    found = imported_by(tmp_path, "list")
    assert "sqlalchemy" in found, "or this test shows nothing"
    assert found & {"textual", "rich", "pydantic", "alembic", "scoring.exploring"} == set()


def test_line_mode_never_imports_the_full_screen(tmp_path: Path):
    assert imported_by(tmp_path, "play", str(TOY), "--plain") & {"textual", "rich"} == set()


def test_the_module_and_the_installed_command_are_the_same(tmp_path: Path):
    installed = Path(sys.executable).with_name("simulator")
    if not installed.exists():
        pytest.skip("the command is not installed beside this Python")
    done = run(tmp_path, "--version", program=(str(installed),))
    assert done.stdout == run(tmp_path, "--version").stdout
    assert ROOT.is_dir()
