"""``python -m simulator``: the same program as the ``simulator`` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from simulator.cli import run

    run()


if __name__ == "__main__":
    main()
