"""What the public repository runs by itself: only what anybody can run, and on every Python that we promise.

`make lint` asks linters about their form and their safety.
"""

from __future__ import annotations

import re
import tomllib
from itertools import chain, product
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.site_fixtures import REPOSITORY

WORKFLOWS = {
    path.name: YAML(typ="safe", pure=True).load(path) for path in REPOSITORY.glob(".github/workflows/*.yml")
}
MAY = {
    ("release.yml", "attest"): {"id-token": "write", "attestations": "write"},
    ("release.yml", "publish"): {"id-token": "write"},
    ("release.yml", "notes"): {"contents": "write"},
    ("docs.yml", "publish"): {"contents": "write"},
}
"""The jobs that may do more than read."""

MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")


def matrix(job: dict[str, Any]) -> list[dict[str, str]]:
    """Return what a job is run for: each target with a Python, or nothing."""
    given = job.get("strategy", {}).get("matrix", {"target": (), "python": ()})
    crossed = product(given["target"], given["python"])
    return [*({"target": target, "python": python} for target, python in crossed), *given.get("include", ())]


def test_workflows_run_only_targets_of_the_makefile() -> None:
    called = set()
    for job in chain.from_iterable(workflow["jobs"].values() for workflow in WORKFLOWS.values()):
        for step in job["steps"]:
            program, target = step.get("run", "make site").split()
            assert program == "make"
            if target == '"$TARGET"':
                assert step["env"] == {"TARGET": "${{ matrix.target }}"}
                called |= {entry["target"] for entry in matrix(job)}
            else:
                called.add(target)
    assert called >= {
        "site",
        "test",
        "test-sdist",
        "test-lowest",
        "test-latest",
        "browser",
        "hosts",
        "neighbours",
        "shells",
        "sphinx",
        "eleventy",
        "zensical",
        "webkit",
        "package",
        "publish-notes",
        "versions",
        "push-versions",
    }
    assert called <= set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def test_every_week_each_python_that_we_promise_is_tested() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    promised = {
        classifier.rpartition(" ")[2]
        for classifier in project["classifiers"]
        if ":: Python :: 3." in classifier
    }
    weekly = WORKFLOWS["weekly.yml"]
    assert weekly["on"]["schedule"]
    [job] = weekly["jobs"].values()
    assert {entry["python"] for entry in matrix(job) if entry["target"] == "test"} == promised
    assert {entry["target"] for entry in matrix(job)} >= {"test-sdist", "test-lowest"}
    [lowest] = [entry["python"] for entry in matrix(job) if entry["target"] == "test-lowest"]
    assert project["requires-python"] == f">={lowest}"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_only_read_and_ends_in_time(name: str) -> None:
    workflow = WORKFLOWS[name]
    assert workflow["permissions"] == {}
    for job, described in workflow["jobs"].items():
        assert described["permissions"] == MAY.get((name, job), {"contents": "read"})
        assert described["timeout-minutes"] <= 60


def test_a_release_runs_nothing_of_ours_where_it_may_sign_or_publish() -> None:
    release = WORKFLOWS["release.yml"]
    assert release["on"] == {"push": {"tags": ["v[0-9]*"]}}
    jobs = release["jobs"]
    assert [jobs[job]["needs"] for job in ("attest", "publish", "notes")] == ["package", "attest", "publish"]
    trusted = [step for job in ("attest", "publish") for step in jobs[job]["steps"]]
    assert [step for step in trusted if "run" in step] == []
    [built] = [step for step in jobs["package"]["steps"] if "run" in step]
    assert built["env"] == {"TAG": "${{ github.ref_name }}"}


def test_the_manual_is_built_without_the_right_to_push_it() -> None:
    [job] = WORKFLOWS["docs.yml"]["jobs"].values()
    assert WORKFLOWS["docs.yml"]["on"] == WORKFLOWS["release.yml"]["on"]
    check_out, build, push = job["steps"]
    assert check_out["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert (build["run"], push["run"]) == ("make versions", "make push-versions")
    assert "token" not in str(build)
    assert push["env"] == {"TOKEN": "${{ github.token }}"}


def test_every_action_is_pinned_by_its_digest() -> None:
    for path in REPOSITORY.glob(".github/workflows/*.yml"):
        used = re.findall(r"uses: (.*)", path.read_text("utf-8"))
        assert used
        assert [
            action for action in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)
        ] == []


FORMS = {
    path.name: YAML(typ="safe", pure=True).load(path)
    for path in REPOSITORY.glob(".github/ISSUE_TEMPLATE/*.yml")
}


@pytest.mark.parametrize("name", sorted(FORMS.keys() - {"config.yml"}))
def test_a_form_asks_for_a_tree(name: str) -> None:
    asked = " ".join(field["attributes"]["label"] for field in FORMS[name]["body"])
    assert "tree" in asked
    assert any(field.get("validations", {}).get("required") for field in FORMS[name]["body"])
