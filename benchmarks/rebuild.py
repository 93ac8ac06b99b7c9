"""Builds the site in the current folder twice as `mkdocs serve` does, and tells what the second build took.

Between the two, one line of the file that is named changes. With `--dirty` both are dirty builds.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from benchmarks.corpus import change_line

ADDRESS = "http://127.0.0.1:8000/benchmark/"


def main() -> None:
    """Build, edit, build; print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edited", type=Path)
    parser.add_argument("--dirty", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _build(folder, dirty=options.dirty, first=True)
        change_line(options.edited)
        cpu, wall = _cpu(), time.perf_counter()
        _build(folder, dirty=options.dirty, first=False)
        print(json.dumps({"cpu": _cpu() - cpu, "wall": time.perf_counter() - wall}))  # noqa: T201 - the result


def _build(folder: str, *, dirty: bool, first: bool) -> None:
    """Do what `mkdocs serve` does for a build: it reads its configuration anew, and starts plugins once."""
    config = load_config(site_dir=folder)
    if first:
        config.plugins.on_startup(command="serve", dirty=dirty)
    config.site_url = ADDRESS
    build(config, serve_url=ADDRESS, dirty=dirty)


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
