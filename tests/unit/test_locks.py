"""The locks are complete: what is installed from them needs nothing that they do not name."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.locks import DEV, FROM_SOURCE, HOSTS, LOWEST, NEIGHBOURS, installed_lock, pinned_here, pins
from tests.site_fixtures import REPOSITORY

pytestmark = pytest.mark.unmeasured("what is looked at is what is installed")

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))

GROUPS = {DEV: "dev", LOWEST: "test", NEIGHBOURS: "neighbours"}

CLASSIFIER = "Programming Language :: Python :: 3."
PYTHONS = [
    classifier.rpartition(" ")[2]
    for classifier in PROJECT["project"]["classifiers"]
    if classifier.startswith(CLASSIFIER)
]
PLATFORMS = {
    "Linux": {"sys_platform": "linux", "os_name": "posix", "platform_machine": "x86_64"},
    "macOS": {"sys_platform": "darwin", "os_name": "posix", "platform_machine": "arm64"},
    "Windows": {"sys_platform": "win32", "os_name": "nt", "platform_machine": "AMD64"},
    "Windows on ARM": {"sys_platform": "win32", "os_name": "nt", "platform_machine": "ARM64"},
}
ENVIRONMENTS = [
    pytest.param(
        {
            **platform,
            "python_version": python,
            "python_full_version": f"{python}.{patch}",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        },
        id=f"{python}.{patch} on {name}",
    )
    for python, patch, (name, platform) in product(PYTHONS, (0, 7), PLATFORMS.items())
]


def holds(requirement: Requirement, environment: Mapping[str, str], extras: Iterable[str] = ()) -> bool:
    """Say whether a requirement is one in an environment, of a package asked for with these extras."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**environment, "extra": extra}) for extra in (*extras, ""))


def wanted(lock: Path) -> list[Requirement]:
    """Return what a lock is made for: what the package needs, and what is needed to work on it."""

    def group(name: str) -> Iterator[str]:
        for entry in PROJECT["dependency-groups"][name]:
            yield from [entry] if isinstance(entry, str) else group(entry["include-group"])

    needed = (*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"])
    return [Requirement(line) for line in (*needed, *group(GROUPS[lock]))]


@cache
def told(name: str, pinned: str) -> list[Requirement] | None:
    """Return all that a version of a package requires anywhere, or None where it is not installed here."""
    try:
        return list(map(Requirement, requires(name) or ())) if version(name) == pinned else None
    except PackageNotFoundError:
        return None


class Closure(NamedTuple):
    """What is required and not pinned, and what is pinned and not required."""

    missing: set[str]
    unused: set[str]


def follow(
    requirements: Iterable[Requirement], pinned: Iterable[Requirement], environment: Mapping[str, str]
) -> Closure:
    """Follow requirements through what is pinned, as the packages that are installed here tell them."""
    given: dict[str, str] = {}
    missing = set()
    for pin in pinned:
        if holds(pin, environment):
            name = canonicalize_name(pin.name)
            missing |= {f"one version of {name}"} if name in given else set()
            given[name] = next(iter(pin.specifier)).version
    todo = [("us", requirement) for requirement in requirements if holds(requirement, environment)]
    used, seen = set(), set()
    while todo:
        asker, requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        if name not in given or given[name] not in requirement.specifier:
            missing.add(f"{requirement} for {asker}")
            continue
        used.add(name)
        asked = (name, *sorted(requirement.extras))
        if asked not in seen:
            seen.add(asked)
            # What only another platform gets, or in another version, is not installed here: it tells nothing.
            further = told(name, given[name]) or ()
            todo += [(name, needed) for needed in further if holds(needed, environment, requirement.extras)]
    unused = given.keys() - used
    return Closure(missing, {name for name in unused if told(name, given[name]) is not None})


@pytest.mark.locked
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_lock_gives_all_that_it_requires_and_no_more(environment: Mapping[str, str]) -> None:
    lock = installed_lock()
    assert follow(wanted(lock), pins(lock), environment) == (set(), set())


@pytest.mark.locked
def test_a_gap_is_found() -> None:
    pytest_here = f"pytest=={version('pytest')}"
    pinned = [Requirement(line) for line in (pytest_here, "pluggy==1.0")]
    pinned += [pin for pin in pins(installed_lock()) if pin.name in {"coverage", "jsonschema"}]
    found = follow([Requirement("pytest"), Requirement("coverage[toml]")], pinned, {})
    assert any(line.startswith("pluggy<") and line.endswith(" for pytest") for line in found.missing)
    assert found.unused == {"jsonschema"}


@pytest.mark.parametrize("lock", [*GROUPS, *HOSTS, *FROM_SOURCE.values()], ids=lambda lock: lock.stem)
def test_each_line_of_a_lock_names_one_version_and_its_digests(lock: Path) -> None:
    names = [pin.name for pin in pins(lock)]
    assert len(names) > (30 if lock in GROUPS else 1)
    for pin in pins(lock):
        assert [specifier.operator for specifier in pin.specifier] == ["=="]
        assert not pin.extras
    text = lock.read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert all("--hash=sha256:" in line for line in lines)


def test_the_lowest_versions_are_those_of_the_package() -> None:
    locked = {canonicalize_name(name): version for name, version in pinned_here(LOWEST).items()}
    for requirement in map(Requirement, PROJECT["project"]["dependencies"]):
        [lowest] = [specifier.version for specifier in requirement.specifier if specifier.operator == ">="]
        if requirement.marker is None or requirement.marker.evaluate():
            found = locked[canonicalize_name(requirement.name)]
            assert f"{found}.0.0".startswith(f"{lowest}.0"), f"{requirement} is locked at {found}"


@pytest.mark.parametrize(
    "folder", [REPOSITORY, REPOSITORY / "requirements" / "eleventy"], ids=lambda it: it.name
)
def test_each_npm_package_is_locked_by_its_digest_and_from_no_registry(folder: Path) -> None:
    packages = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    project = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    own = packages.pop("")
    assert len(packages) > 50
    for kind in {"dependencies", "devDependencies"} & project.keys():
        assert own[kind] == project[kind]
        for name, pinned in project[kind].items():
            assert packages[f"node_modules/{name}"]["version"] == pinned
    assert [name for name, entry in packages.items() if not entry["integrity"].startswith("sha512-")] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


@pytest.mark.parametrize("lock", GROUPS, ids=lambda lock: lock.stem)
def test_each_lock_names_what_it_is_for(lock: Path) -> None:
    """Also those of which nothing is installed here."""
    pinned = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in pins(lock)}
    versions = ((required, pinned.get(canonicalize_name(required.name))) for required in wanted(lock))
    assert [
        str(required) for required, version in versions if not (version and version in required.specifier)
    ] == []
