"""What the walk writes into a record is shown as it is, whatever it holds: `walk/markdown.js` alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hostile import HOSTILE, MARKDOWN_LINES
from tests.markdown_reading import READERS, expect_shown, read_markdown, signs, texts
from tests.site_fixtures import REPOSITORY

from decision_trees.prose.escape import document_address, document_text

NODE = Path(sys.executable).with_name("node")
MODULE = REPOSITORY / "plugin" / "browser" / "walk" / "markdown.js"


PROGRAM = f"""
import * as functions from {json.dumps(MODULE.as_uri())};
import {{ createInterface }} from "node:readline";
for await (const line of createInterface(process.stdin)) {{
  const [name, text] = JSON.parse(line);
  console.log(JSON.stringify(functions[name](text)));
}}
"""

Call = Callable[[str, str], str]


@pytest.fixture(scope="module")
def call() -> Iterator[Call]:
    """Calls a function of the module, by its name, with a text."""
    with subprocess.Popen(
        [NODE, "--no-warnings", "--input-type=module", "--eval", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as node:
        given, written = node.stdin, node.stdout
        assert given
        assert written

        def ask(name: str, text: str) -> str:
            given.write(f"{json.dumps([name, text])}\n")
            given.flush()
            result: str = json.loads(written.readline())
            return result

        yield ask
        given.close()
        assert node.wait() == 0


@pytest.mark.parametrize("reader", READERS)
def test_a_text_is_shown_as_written(reader: str, call: Call) -> None:
    for text in (*HOSTILE, *MARKDOWN_LINES):
        expect_shown(text, call("asText", text), reader)


@pytest.mark.slow
@given(texts)
def test_any_text_is_shown_as_written(call: Call, text: str) -> None:
    written = call("asText", text)
    assert written == document_text(text)
    for reader in READERS:
        expect_shown(text, written, reader)


@pytest.mark.slow
@given(signs, st.sampled_from(["https://example.org/", "https://[::1]:8000/?"]))
def test_nothing_in_an_address_ends_its_link(call: Call, text: str, start: str) -> None:
    address = start + text
    written = call("asAddress", address)
    assert written == document_address(address)
    for reader in READERS:
        (link,) = read_markdown(f"[words]({written})", reader).links
        assert link[0] == "words"
        assert unquote(link[1]) == unquote(address)
