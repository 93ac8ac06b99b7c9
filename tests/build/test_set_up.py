"""The set-up of a clone installs what is locked, whatever is newest, with the oldest pip of any Python.

The index that it finds here has small wheels in place of the real ones, so that no network is needed. They
require what the real ones do, and each is there in the locked version and in a newer one.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from shlex import quote

import pytest
from tests.locks import installed_lock, listed, pinned_here
from tests.site_fixtures import REPOSITORY, write_site

pytestmark = [pytest.mark.build, pytest.mark.locked]

MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
OLDEST_PIP = REPOSITORY / "requirements" / "oldest-pip.txt"
NEWER = "99999"


A_PYTHON_WITH_AN_OLD_PIP = """\
#!/bin/sh -e
[ "$1 $2" = "-m venv" ] || exec {python} "$@"
{python} "$@" --without-pip
for folder; do :; done
{python} -m pip --python "$folder" install --quiet --disable-pip-version-check --no-index --no-deps {pip}
"""
"""The environments that it makes, in the folder that comes last, have that pip."""


@dataclass(frozen=True)
class Machine:
    """A machine with an old pip and an index: a lock of what the index has, and the wheel of the pip."""

    root: Path
    lock: str
    pip: Path

    def set_up(self, name: str, makefile: str) -> tuple[Path, subprocess.CompletedProcess[str]]:
        """Set up a clone of some name, which has a Makefile and the lock, and return the clone too."""
        clone = write_site(self.root / name, {"Makefile": makefile, "requirements/dev.txt": self.lock})
        python = clone / "python-with-an-old-pip"
        python.write_text(
            A_PYTHON_WITH_AN_OLD_PIP.format(python=quote(sys.executable), pip=quote(str(self.pip)))
        )
        python.chmod(0o755)
        return clone, self.run("make", ".venv/packages.stamp", f"PYTHON={python}", folder=clone)

    def run(self, *command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run a command and return what it printed."""
        # Nothing of what this machine tells pip: only our index, and no files that lie about.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        environment["PIP_INDEX_URL"] = (self.root / "index").as_uri()
        # What some people set for all else that they do.
        (self.root / "pip.conf").write_text("[install]\nuser = true\n")
        environment["PIP_CONFIG_FILE"] = str(self.root / "pip.conf")
        return subprocess.run(
            command,
            cwd=folder,
            env=environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    root = tmp_path_factory.mktemp("machine")
    index = root / "index"
    lines = []
    for name, version in pinned_here(installed_lock()).items():
        folder = index / name
        folder.mkdir(parents=True)
        newer, locked = (write_wheel(folder, name, release) for release in (NEWER, version))
        page = "".join(f'<a href="{wheel.name}">{wheel.name}</a>\n' for wheel in (locked, newer))
        (folder / "index.html").write_text(f"<!DOCTYPE html>\n{page}", encoding="utf-8")
        digest = hashlib.sha256(locked.read_bytes()).hexdigest()
        lines.append(f"{name}=={version} --hash=sha256:{digest}\n")
    download = (
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
    )
    subprocess.run(
        [*download, "--require-hashes", "--requirement", OLDEST_PIP, "--dest", root / "pip"], check=True
    )
    [pip] = (root / "pip").glob("*.whl")
    return Machine(root, "".join(lines), pip)


def write_wheel(folder: Path, name: str, version: str) -> Path:
    """Write a wheel that holds nothing and says of itself what the package of this name here says."""
    told = distribution(name).read_text("METADATA")
    assert told
    told = re.sub(r"^Version: .*$", f"Version: {version}", told, count=1, flags=re.MULTILINE)
    stem = f"{name.replace('-', '_')}-{version}"
    files = {
        "METADATA": told,
        "WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{stem}.dist-info/{file},,\n" for file in (*files, "RECORD"))
    wheel = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file, text in {**files, "RECORD": record}.items():
            archive.writestr(f"{stem}.dist-info/{file}", text)
    return wheel


def test_what_is_locked_is_installed_whatever_is_newest(machine: Machine) -> None:
    clone, done = machine.set_up("clone", MAKEFILE)
    assert done.returncode == 0, done.stdout
    pip = (clone / ".venv" / "bin" / "python", "-m", "pip", "--disable-pip-version-check")
    told = machine.run(*pip, "list", "--format=freeze", "--exclude=pip", folder=clone).stdout
    assert listed(told) == pinned_here(installed_lock())
    assert machine.run(*pip, "check", folder=clone).stdout == "No broken requirements found.\n"


def test_a_set_up_that_resolves_is_led_astray(machine: Machine) -> None:
    """What the set-up did once: so the index does what an index can do."""
    assert MAKEFILE.count(" --no-deps") == 1
    _, done = machine.set_up("astray", MAKEFILE.replace(" --no-deps", ""))
    assert done.returncode != 0
    assert "all requirements must have their versions pinned" in done.stdout
    assert f"coverage-{NEWER}" in done.stdout
