"""Every command knows translations: as settings name them, or by their names where no settings do."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from decision_trees import load
from decision_trees.cli.main import main
from decision_trees.reading.languages import guessed, languages_of
from decision_trees.reading.load import load_all

unmeasured = pytest.mark.unmeasured("whole commands run on sites, as in the tests of those commands")

GIT = shutil.which("git") or "git"
AUTHOR = "-c", "user.name=A", "-c", "user.email=a@b.test"

TREE = """\
title: Pick a queue
question: Which queue?
checks:
  replay: {question: Replay?, assess: Ask., answers: {Yes: log, No: queue}}
decisions:
  log: {title: Kafka, why: So.}
  queue: {title: SQS, why: So.}
"""
GERMAN = TREE.replace("Pick a queue", "Eine Queue").replace("Yes: log, No: queue", "Ja: log, Nein: queue")
OTHER = """\
title: Other
question: Which other?
checks:
  one: {question: One?, assess: Ask., answers: {Yes: log, No: pick/replay}}
decisions: {log: {title: Log, why: "As [there](to:pick/log)."}}
"""
LANGUAGES = """\
      languages:
        - {locale: en, default: true}
        - {locale: de}
        - {locale: fr}
"""
SITE = f"""\
plugins:
  - i18n:
{LANGUAGES}  - decision-trees
"""
BY_FOLDER = SITE.replace("- i18n:\n", "- i18n:\n      docs_structure: folder\n")

SUFFIX = {
    "docs/trees/pick.tree.yaml": TREE,
    "docs/trees/pick.de.tree.yaml": GERMAN,
    "docs/trees/other.tree.yaml": OTHER,
    "docs/index.md": "[](to:pick/)\n",
    "docs/index.de.md": "[](to:pick/)\n",
}
FOLDER = {
    "docs/en/trees/pick.tree.yaml": TREE,
    "docs/de/trees/pick.tree.yaml": GERMAN,
    "docs/en/trees/other.tree.yaml": OTHER,
    "docs/en/index.md": "[](to:pick/)\n",
    "docs/de/index.md": "[](to:pick/)\n",
}
WAYS = [
    pytest.param(SUFFIX, id="suffix"),
    pytest.param(FOLDER, id="folder"),
    pytest.param({**SUFFIX, "mkdocs.yml": SITE}, id="suffix in settings"),
    pytest.param({**FOLDER, "mkdocs.yml": BY_FOLDER}, id="folder in settings"),
]


@pytest.fixture(params=WAYS)
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()  # what is named alone has the neighbours of its repository
    return write(tmp_path, request.param)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def told(*paths: str) -> list[tuple[str, str]]:
    """The codes that are told, and where."""
    return [(one.code, one.span.file) for one in load(*paths, with_pages=True).diagnostics]


def is_german(file: Path) -> bool:
    return ".de" in file.suffixes or "de" in file.parts


def translation(folder: Path, name: str = "pick*.tree.yaml") -> str:
    """The path of the translation of a file."""
    [file] = filter(is_german, folder.glob(f"docs/**/{name}"))
    return file.relative_to(folder).as_posix()


def original(folder: Path) -> str:
    [file] = [file for file in folder.glob("docs/**/pick*.tree.yaml") if not is_german(file)]
    return file.relative_to(folder).as_posix()


# --- check ----------------------------------------------------------------------------------------


@unmeasured
def test_translations_are_no_mistakes(site: Path) -> None:
    assert told("docs") == told(".") == told(original(site)) == told(translation(site)) == []
    assert {tree.id for _, tree in load_all(["docs"]).asked_trees()} == {"pick", "other"}
    assert len(load("docs").files) == 3


def test_a_tree_that_leads_elsewhere_than_its_original_is_told(site: Path) -> None:
    file = site / translation(site)
    file.write_text(GERMAN.replace("log, Nein: queue", "queue, Nein: log"), "utf-8")
    wanted = [("translation-differs", translation(site))] * 2
    assert told("docs") == told(translation(site)) == wanted
    # Whoever changes the original is told of it as well.
    assert ("translation-differs", translation(site)) in told(original(site))


def test_a_mistake_is_told_once_and_in_its_own_file(site: Path) -> None:
    (site / translation(site)).write_text(GERMAN.replace("Ja: log", "Ja: nowhere"), "utf-8")
    other = next(site.rglob("other.tree.yaml"))
    other.write_text(OTHER.replace("Yes: log", "Yes: nothing"), "utf-8")
    name = other.relative_to(site).as_posix()
    found = [at for code, at in told("docs") if code == "unknown-target"]
    assert sorted(found) == sorted([translation(site), name])


def test_a_page_leads_to_the_trees_of_its_language(site: Path) -> None:
    page = translation(site, "index*.md")
    (site / page).write_text("[](to:pick/nothing)\n", "utf-8")
    assert told("docs") == [("unknown-target", page)]


def test_a_translation_that_cannot_be_read_is_not_missing(site: Path) -> None:
    file = site / translation(site)
    file.write_bytes(b"\xff")
    (site / translation(site).replace("pick", "more")).write_text(OTHER, "utf-8")
    assert [code for code, _ in told("docs") if code in {"unknown-tree", "yaml-syntax"}] == ["yaml-syntax"]


def test_levels_count_for_translations_too(here: Path) -> None:
    settings = SITE.replace("- decision-trees", "- decision-trees: {levels: {translation-differs: off}}")
    write(here, {**SUFFIX, "mkdocs.yml": settings})
    write(here, {"docs/trees/pick.de.tree.yaml": GERMAN.replace("log, Nein: queue", "queue, Nein: log")})
    assert told("docs") == []


def test_folders_count_for_the_folders_of_languages(here: Path) -> None:
    settings = BY_FOLDER.replace("- decision-trees", "- decision-trees: {folders: [trees]}")
    write(here, {**FOLDER, "docs/de/more/x.tree.yaml": "", "mkdocs.yml": settings})
    assert sorted(load(".").files) == [path for path in sorted(FOLDER) if path.endswith(".yaml")]


@pytest.mark.parametrize(
    "settings",
    [
        "plugins: [decision-trees]\n",
        SITE.replace("- i18n:\n", "- i18n:\n      enabled: false\n"),
        SITE.replace(LANGUAGES, "      languages: 1\n"),
        SITE.replace(", default: true", ""),
        "plugins: [i18n, decision-trees]\n",
    ],
)
def test_where_settings_know_no_languages_there_are_none(here: Path, settings: str) -> None:
    write(here, {**SUFFIX, "mkdocs.yml": settings})
    assert told("docs/trees") == [("bad-id", "docs/trees/pick.de.tree.yaml")]
    write(here, FOLDER)
    assert ("duplicate-id", "docs/en/trees/pick.tree.yaml") in told("docs")


def test_a_bad_name_is_one_in_every_language(here: Path) -> None:
    write(here, {"docs/Pick.tree.yaml": TREE, "docs/Pick.de.tree.yaml": GERMAN})
    found = load("docs").diagnostics
    assert [one.help for one in found] == [
        "rename the file, for example `pick.de.tree.yaml`",
        "rename the file, for example `pick.tree.yaml`",
    ]


def test_a_language_that_is_not_shown_untranslated_has_its_own_trees_alone(here: Path) -> None:
    settings = SITE.replace("- i18n:\n", "- i18n:\n      fallback_to_default: false\n")
    german = GERMAN.replace("Nein: queue", "Nein: other/")
    write(here, {**SUFFIX, "docs/trees/pick.de.tree.yaml": german, "mkdocs.yml": settings})
    assert ("unknown-tree", "docs/trees/pick.de.tree.yaml") in told("docs")


def test_of_several_files_in_the_first_language_the_one_that_names_it_counts() -> None:
    languages = languages_of({"languages": [{"locale": "en", "default": True}, {"locale": "de"}]})
    assert languages is not None
    paths = ["x.tree.yaml", "x.en.tree.yaml", "a.md", "a.fr.md"]
    wanted = {"x.tree.yaml": "x.en.tree.yaml", "a.md": "a.md", "a.fr.md": "a.fr.md"}
    assert languages.choose(paths, "en") == wanted
    assert languages.choose(paths, "de") == {**wanted, "x.tree.yaml": "x.tree.yaml"}


def test_a_build_of_one_language_is_in_that_one() -> None:
    options = {
        "build_only_locale": "de",
        "languages": [{"locale": "en", "default": True}, {"locale": "de"}, "fr"],
    }
    languages = languages_of(options)
    assert languages is not None
    assert (languages.default, languages.all) == ("de", ("de", "en"))


@pytest.mark.parametrize(
    ("paths", "languages"),
    [
        (["a.tree.yaml", "a.de.tree.yaml"], ("", "de")),
        (["a.tree.yaml", "a.zh-Hant.tree.yaml", "a.pt_BR.tree.yaml"], ("", "pt_BR", "zh-Hant")),
        (["en/a.tree.yaml", "de/a.tree.yaml", "de/b.tree.yaml"], ("en", "de")),
        (["x/fr/a.tree.yaml", "x/de/a.tree.yaml"], ("de", "fr")),
        (["en/a.tree.yaml", "de/a.tree.yaml", "de/a.fr.tree.yaml"], ("en", "de", "fr")),
        (["a.de.tree.yaml"], None),
        (["a.tree.yaml", "a.v2.tree.yaml", "a.db.tree.yaml"], None),
        (["db/a.tree.yaml", "ui/a.tree.yaml"], None),
        (["it/a.tree.yaml", "hr/a.tree.yaml", "sales/a.tree.yaml"], None),
        (["en/a.tree.yaml", "de/b.tree.yaml"], None),
        ([], None),
    ],
)
def test_languages_are_known_by_names_alone_where_nothing_else_can_be_meant(
    paths: list[str], languages: tuple[str, ...] | None
) -> None:
    found = guessed(paths, paths.__contains__)
    assert (found and found.all) == languages


# --- the other commands ---------------------------------------------------------------------------


@unmeasured
def test_a_tree_is_renamed_in_every_language(site: Path) -> None:
    at = original(site), translation(site)
    assert main(["rename", "pick/", "choose", "--in", "docs"]) == 0
    assert told("docs") == []
    assert all((site / path.replace("pick", "choose")).is_file() for path in at)
    assert not any((site / path).exists() for path in at)
    assert "to:choose/" in next(site.rglob("index.md")).read_text("utf-8")


@unmeasured
@pytest.mark.parametrize("old", ["pick/replay", "pick/log"])
def test_a_node_is_renamed_in_every_language(site: Path, old: str) -> None:
    assert main(["rename", old, "again", "--in", "docs"]) == 0
    assert told("docs") == []
    assert all("  again:" in (site / path).read_text("utf-8") for path in (original(site), translation(site)))


def test_a_node_of_one_language_is_renamed_there(site: Path) -> None:
    file = site / translation(site)
    file.write_text(GERMAN.replace("queue", "schlange"), "utf-8")
    before = (site / original(site)).read_text("utf-8")
    assert main(["rename", "schlange", "queue", "--in", translation(site)]) == 0
    assert (site / original(site)).read_text("utf-8") == before
    assert "queue:" in file.read_text("utf-8")


def test_a_language_that_was_not_named_is_not_left_with_another_id(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rename", "replay", "again", "--in", translation(site)]) == 2
    assert "name that as well with `--in`" in capsys.readouterr().err
    assert (site / translation(site)).read_text("utf-8") == GERMAN


def test_no_translation_is_renamed_to_what_is_there(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, SUFFIX)
    (here / "docs/trees/choose.de.tree.yaml").mkdir()
    assert main(["rename", "pick/", "choose", "--in", *map(str, Path("docs/trees").glob("pick*"))]) == 2
    assert "exists already" in capsys.readouterr().err


@unmeasured
def test_a_translation_is_walked(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["walk", translation(site), "--given", "replay=Ja"]) == 0
    assert "Kafka" in capsys.readouterr().out
    assert main(["walk", "pick", "--given", "replay=Yes"]) == 0
    assert "Kafka" in capsys.readouterr().out


def test_a_tree_that_is_told_in_another_language_alone_is_walked_by_its_id(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(here, {**SUFFIX, "docs/only.de.tree.yaml": GERMAN, "mkdocs.yml": SITE})
    assert main(["walk", "only", "--given", "replay=Ja"]) == 0
    assert "Kafka" in capsys.readouterr().out


def test_a_translation_is_written_in_another_form(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export-tree", translation(site)]) == 0
    assert "Ja" in capsys.readouterr().out


def test_coverage_is_told_of_each_language(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "docs", "--coverage", "--format", "line"]) == 0
    assert capsys.readouterr().out.count(translation(site)) > 0


@unmeasured
def test_each_language_is_compared_with_itself(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("init",), ("add", "."), (*AUTHOR, "commit", "-m", "Add")):
        subprocess.run([GIT, *words], check=True, capture_output=True)
    file = site / translation(site)
    file.write_text(GERMAN.replace("title: Kafka", "title: Ein Log"), "utf-8")
    assert main(["diff", "--git", "HEAD"]) == 0
    out = capsys.readouterr().out
    assert "Ein Log" in out
    assert "Pick a queue" not in out
    file.unlink()
    assert main(["diff", "--git", "HEAD"]) == 0
    assert "removed" in capsys.readouterr().out


def test_two_folders_of_a_site_are_compared_language_by_language(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for version, text in (("old", GERMAN), ("new", GERMAN.replace("title: Kafka", "title: Ein Log"))):
        files = {**SUFFIX, "docs/trees/pick.de.tree.yaml": text, "mkdocs.yml": SITE}
        write(here, {f"{version}/{path}": content for path, content in files.items()})
    assert main(["diff", "old", "new", "--exit-code"]) == 1
    out = capsys.readouterr().out
    assert "Ein Log" in out
    assert "added" not in out


@unmeasured
@pytest.mark.parametrize("language", ["", "en", "de"])
def test_a_language_is_exported(site: Path, language: str) -> None:
    first = (
        ""
        if language == "en" and not (site / "mkdocs.yml").exists() and "/en/" not in original(site)
        else language
    )
    words = ["--language", first] if first else []
    assert main(["export", "docs", "--to", "out", *words]) == 0
    pages = {path.relative_to(site / "out").as_posix() for path in site.glob("out/**/*.md")}
    assert {"index.md", "trees/index.md", "trees/pick/index.md", "trees/other/index.md"} <= pages
    assert not [path for path in pages if ".de" in path or "de/" in path]
    title = "Eine Queue" if language == "de" else "Pick a queue"
    assert f'title: "{title}"' in (site / "out/trees/pick/index.md").read_text("utf-8")
    assert "trees/pick/index.md" in (site / "out/index.md").read_text("utf-8")


@unmeasured
def test_an_exported_language_is_told_from_its_files(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / translation(site)).write_text(GERMAN.replace("log, Nein: queue", "queue, Nein: log"), "utf-8")
    assert main(["export", "docs", "--to", "out", "--language", "de", "--strict"]) == 1
    out = capsys.readouterr().out
    assert f"--> {translation(site)}:" in out
    assert f"::: {original(site)}:" in out
    (site / translation(site)).write_text(GERMAN.replace("Ja: log", "Ja: nowhere"), "utf-8")
    assert main(["export", "docs", "--to", "out", "--language", "de"]) == 1
    assert f"--> {translation(site)}:" in capsys.readouterr().out


def test_a_page_in_place_of_ours_is_that_of_the_language(here: Path) -> None:
    files = {"docs/trees/index.md": "# Trees\n", "docs/trees/index.de.md": "# Die Bäume\n"}
    write(here, {**SUFFIX, **files, "mkdocs.yml": SITE})
    assert main(["export", "docs", "--to", "out", "--language", "de"]) == 0
    assert "Die Bäume" in (here / "out/trees/SUMMARY.md").read_text("utf-8")
    assert "Alle Ergebnisse" in (here / "out/trees/SUMMARY.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"docs/a.tree.yaml": TREE}, "nothing is translated"),
        (SUFFIX, "it is translated into `de`"),
        ({**SUFFIX, "mkdocs.yml": SITE}, "it is translated into `en`, `de`, `fr`"),
        ({"docs/a.tree.yaml": TREE, "mkdocs.yml": "site_name: A\n"}, "nothing is translated"),
        (
            {**SUFFIX, "mkdocs.yml": SITE.replace("- i18n:\n", "- i18n:\n      enabled: false\n")},
            "nothing is translated",
        ),
    ],
)
def test_a_language_that_the_site_is_not_in_is_refused(
    here: Path, files: Mapping[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(here, files)
    assert main(["export", "docs", "--to", "out", "--language", "it"]) == 2
    assert said in capsys.readouterr().err
    assert not (here / "out").exists()


def test_zensical_names_its_languages_or_they_are_seen(here: Path) -> None:
    plugin = '[[project.plugins.i18n.languages]]\nlocale = "de"\ndefault = true\n'
    write(here, {**SUFFIX, "zensical.toml": '[project]\nsite_name = "A"\n'})
    assert main(["export", "docs", "--to", "out", "--language", "de"]) == 0
    write(here, {"zensical.toml": f'[project]\nsite_name = "A"\n{plugin}'})
    assert main(["export", "docs", "--to", "out"]) == 0
    assert "Eine Queue" in (here / "out/trees/pick/index.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "name", "address"),
    [
        ("en", "Handbook", "https://site.test/docs/"),
        ("de", "Handbuch", "https://de.test/"),
        ("fr", "Handbook", "https://site.test/docs/fr/"),
    ],
)
def test_an_exported_language_has_the_name_and_the_address_of_its_site(
    here: Path, language: str, name: str, address: str
) -> None:
    own = "{locale: de, site_name: Handbuch, site_url: https://de.test/, site_description: Alles.}"
    settings = SITE.replace("{locale: de}", own)
    mkdocs = f"site_name: Handbook\nsite_description: All.\nsite_url: https://site.test/docs/\n{settings}"
    write(here, {**SUFFIX, "mkdocs.yml": mkdocs})
    assert main(["export", "docs", "--to", "out", "--language", language]) == 0
    told = (here / "out/llms.txt").read_text("utf-8")
    assert f"# {name}\n" in told
    assert ("Alles." if language == "de" else "All.") in told
    assert f'"{address}trees/pick/replay/"' in (here / "out/trees/pick/tree.mmd").read_text("utf-8")


def test_a_site_without_an_address_has_none_in_any_language(here: Path) -> None:
    write(here, {**SUFFIX, "mkdocs.yml": f"site_name: Handbook\n{SITE}"})
    assert main(["export", "docs", "--to", "out", "--language", "fr"]) == 0
    assert "/fr/" not in (here / "out/trees/pick/tree.mmd").read_text("utf-8")
