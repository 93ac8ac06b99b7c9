"""What the manual's workflows run, run as it is printed; `make lint` has linters look at their form."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.printed_workflows import main, printed_workflows
from tests.site_fixtures import REPOSITORY, TINY_TREE
from tests.unit.reading.test_revisions import commit, git

WORKFLOWS = {
    Path(name).name: YAML(typ="safe", pure=True).load(text) for name, text in printed_workflows().items()
}
BASH = shutil.which("bash") or "bash"
COMMENT = {"NUMBER": "7", "REPOSITORY": "we/docs"}


def run(job: str, step: int, folder: Path, **variables: str) -> None:
    """Run a step of the workflow that compares, as GitHub does."""
    steps: list[dict[str, Any]] = [one for one in WORKFLOWS["diff.yml"]["jobs"][job]["steps"] if "run" in one]
    assert steps[step].get("env", {}).keys() <= {*variables, "GH_TOKEN"}
    path = os.pathsep.join([str(folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]])
    subprocess.run(
        [BASH, "-e", "-c", steps[step]["run"]],
        cwd=folder,
        env={**os.environ, "PATH": path, **variables},
        check=True,
    )


def commented(folder: Path, comments: str, diff: str) -> list[dict[str, Any]]:
    """Run the step that comments where these are found, and give what GitHub's command was told."""
    (folder / "bin").mkdir()
    program = folder / "bin" / "gh"
    program.write_text(
        f"#!{sys.executable}\n"
        "import json, pathlib, sys\n"
        "with open('told.json', 'a') as told:\n"
        "    body = pathlib.Path('comment.md').read_text('utf-8')\n"
        "    told.write(json.dumps({'words': sys.argv[1:], 'body': body}) + '\\n')\n"
        f"if '--jq' in sys.argv: print({comments!r}, end='')\n",
        "utf-8",
    )
    program.chmod(0o755)
    (folder / "diff.md").write_text(diff, "utf-8")
    run("comment", 0, folder, **COMMENT)
    return [json.loads(line) for line in (folder / "told.json").read_text("utf-8").splitlines()]


def test_all_are_found_and_are_written(tmp_path: Path) -> None:
    titles = re.findall(
        r'title="(\.github/workflows/[^"]+\.yml)"', (REPOSITORY / "content/publishing.md").read_text("utf-8")
    )
    assert sorted(titles) == sorted(printed_workflows())
    main(tmp_path)
    assert {name: (tmp_path / name).read_text("utf-8") for name in titles} == printed_workflows()


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_named_by_its_digest_and_as_in_our_own(name: str) -> None:
    text = printed_workflows()[f".github/workflows/{name}"]
    ours = "\n".join(path.read_text("utf-8") for path in REPOSITORY.glob(".github/workflows/*.yml"))
    for action, at in re.findall(r"uses: ([^@\n]+)(.*)", text):
        assert re.fullmatch(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+", at), action
        assert f"{action}@" not in ours or f"{action}{at}" in ours


def test_what_changed_is_written_for_a_comment_and_as_a_page(tmp_path: Path) -> None:
    tree = tmp_path / "docs" / "trees" / "queue.tree.yaml"
    tree.parent.mkdir(parents=True)
    tree.write_text(TINY_TREE, "utf-8")
    git("init", "--quiet", at=tmp_path)
    commit(tmp_path)
    git("branch", "origin/main", at=tmp_path)
    tree.write_text(TINY_TREE.replace("Which queue do we need?", "Which broker is it?"), "utf-8")
    run("diff", 1, tmp_path, BASE="main", GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    told = (tmp_path / "diff.md").read_text("utf-8")
    assert "Which broker is it?" in told
    assert (tmp_path / "summary.md").read_text("utf-8") == told
    assert "<h3>After</h3>" in (tmp_path / "diff.html").read_text("utf-8")


def test_the_first_comment_is_a_new_one(tmp_path: Path) -> None:
    asked, told = commented(tmp_path, "", "**One** answer changed\n")
    assert asked["words"][:3] == ["api", "repos/we/docs/issues/7/comments", "--paginate"]
    assert told["words"] == ["pr", "comment", "7", "--repo", "we/docs", "--body-file", "comment.md"]
    assert told["body"] == "<!-- decision-trees diff -->\n**One** answer changed\n"


def test_a_later_one_replaces_it_and_no_other(tmp_path: Path) -> None:
    asked, told = commented(tmp_path, "31\n44\n", "More\n")
    words = "--method PATCH repos/we/docs/issues/comments/31 --field body=@comment.md --silent"
    assert told["words"] == ["api", *words.split()]
    [wanted] = [word for word in asked["words"] if "select" in word]
    mark = told["body"].splitlines()[0]
    assert " ".join(wanted.split()) == (
        f'.[] | select(.user.type == "Bot" and (.body | startswith("{mark}"))) | .id'
    )


def test_a_long_comparison_is_cut_to_what_a_comment_takes(tmp_path: Path) -> None:
    _, told = commented(tmp_path, "", "x" * 100_000)
    assert 60_000 < len(told["body"]) < 65_536
