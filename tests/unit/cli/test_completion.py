from __future__ import annotations

import shutil
import subprocess

import pytest

from decision_trees.cli.completion import SHELLS
from decision_trees.cli.main import COMMANDS, main


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_is_told_of_every_command_option_and_code(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = script(shell, capsys)
    for word in (*COMMANDS, "exit-code", "unknown-target", "sarif", "markdown"):
        assert word in text


def test_bash_completes_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    bash = shutil.which("bash")
    assert bash
    ask = """
COMP_WORDS=(decision-trees explain unknown-t) COMP_CWORD=2
COMP_LINE="${COMP_WORDS[*]}" COMP_POINT=${#COMP_LINE}
$(complete -p decision-trees | sed -E "s/.*-F ([^ ]+).*/\\1/") decision-trees unknown-t explain
printf "%s\\n" "${COMPREPLY[@]}"
"""
    done = subprocess.run(
        [bash, "--norc"], input=script("bash", capsys) + ask, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["unknown-target", "unknown-tree"]
    assert done.stderr == ""
