"""`decision-trees export`: everything that the plugin publishes, written for another generator."""

from __future__ import annotations

import argparse
import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from decision_trees.cli import Parsers, Status, UsageError
from decision_trees.cli.output import complain, say
from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.printable import one_line
from decision_trees.diagnostics.render import text
from decision_trees.reading.docs_folder import CONFIGS
from decision_trees.reading.files import DISK, is_below

if TYPE_CHECKING:
    from decision_trees.hosts.export.export import Exporter

GENERATOR_NAMES = ("zensical", "markdown", "html")


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "export",
        help="write all pages for another generator",
        description=(
            "Write everything that the plugin publishes into a folder, for a generator that loads no "
            "plugin of MkDocs: pages, data, assets, navigation, and the other pages of the docs folder with "
            "their links and fences resolved. Only what has changed is written, and only what it wrote is "
            "ever deleted."
        ),
    )
    parser.add_argument(
        "docs", nargs="?", metavar="DOCS", help="the docs folder (that of the settings, or docs)"
    )
    parser.add_argument("--to", required=True, metavar="FOLDER", help="the folder to write into")
    parser.add_argument(
        "--for", dest="form", choices=GENERATOR_NAMES, default="zensical", help="what for (zensical)"
    )
    parser.add_argument(
        "--language", default="", metavar="LANGUAGE", help="which of the site's languages (the first)"
    )
    parser.add_argument("--strict", action="store_true", help="fail for warnings too")
    parser.add_argument("--watch", action="store_true", help="go on, and export again when a file changes")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Status:
    """Export once, or again and again."""
    exporter = _exporter(options)
    status = export(exporter, Path(options.to), strict=options.strict)
    if options.watch:
        _watch(options, exporter)
    return status


def _watch(options: argparse.Namespace, exporter: Exporter) -> None:
    """Export again after each change, until the author has had enough."""
    # Needed here alone.
    from decision_trees.cli.watching import watch  # noqa: PLC0415
    from decision_trees.hosts.export.settings import ZENSICAL  # noqa: PLC0415

    def again() -> None:
        try:
            export(_exporter(options), Path(options.to), strict=options.strict)
        except (UsageError, OSError) as error:
            complain(str(error))  # the author is about to mend it

    say(f"Watching {one_line(DISK.name(exporter.docs, '.'))}; Ctrl-C ends it")
    settings = exporter.settings.folder
    files = [posixpath.join(settings, name) for name in (*CONFIGS, ZENSICAL)]
    watch([exporter.docs, *exporter.templates], files, again)


def export(exporter: Exporter, folder: Path, *, strict: bool) -> Status:
    """Export, tell what is wrong, and write if nothing stops it."""
    # No other command needs what makes pages.
    from decision_trees.hosts.export.folder import FolderError, write  # noqa: PLC0415
    from decision_trees.hosts.export.settings import SettingsError  # noqa: PLC0415
    from decision_trees.site.site import TemplateError  # noqa: PLC0415

    try:
        made = exporter.export()
        reading = made.reading
        if reading.diagnostics:
            say(text.frames(reading.diagnostics, reading.sources))
        stopping = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
        if any(diagnostic.level in stopping for diagnostic in reading.diagnostics):
            return Status.PROBLEMS
        outcome = write(folder, made.files)
    except (FolderError, SettingsError, TemplateError) as error:
        raise UsageError(*str(error).split("\n", 1)) from error
    for note in made.notes:
        complain(note)
    for path in outcome.kept:
        complain(
            f"`{one_line(path)}` is published no more and has been changed by somebody: it is left there"
        )
    say(
        f"{one_line(folder.as_posix())}: {outcome.written} written, {outcome.unchanged} unchanged, "
        f"{outcome.removed} deleted"
    )
    return Status.OK


def _exporter(options: argparse.Namespace) -> Exporter:
    from decision_trees.hosts.export.export import Exporter  # noqa: PLC0415 - as above
    from decision_trees.hosts.export.forms import GENERATOR_FORMS  # noqa: PLC0415
    from decision_trees.hosts.export.settings import SettingsError, find_settings  # noqa: PLC0415

    output = DISK.absolute(options.to)
    is_for_zensical = options.form == "zensical"
    start = DISK.absolute(posixpath.join(options.docs, "..") if options.docs else ".")
    try:
        settings = find_settings(DISK, start, prefer_zensical=is_for_zensical)
    except SettingsError as error:
        raise UsageError(str(error)) from error
    docs = (
        DISK.absolute(options.docs)
        if options.docs
        else _docs_of(settings.folder, settings.text("docs_dir"), output)
    )
    if not DISK.is_folder(docs):
        name = one_line(DISK.name(docs, options.docs or "."))
        raise UsageError(f"there is no docs folder `{name}`: name it before `--to`")
    _refuse_output(docs, settings.folder, output)
    return Exporter(docs, settings, GENERATOR_FORMS[options.form], output, options.language)


def _docs_of(folder: str, wanted: str, output: str) -> str:
    """The docs folder that settings name; those of the other generator name what is written for it."""
    named = DISK.absolute(posixpath.join(folder, wanted or "docs"))
    return DISK.absolute(posixpath.join(folder, "docs")) if is_below(named, output) else named


def _refuse_output(docs: str, settings: str, output: str) -> None:
    """Refuse a folder in which sources lie, or which is part of them."""
    real_docs, real_output = DISK.real(docs), DISK.real(output)
    if is_below(real_output, real_docs) or is_below(real_docs, real_output):
        raise UsageError("the docs folder and the folder to write into lie in each other: name another one")
    if is_below(DISK.real(settings), real_output) and os.path.lexists(output):
        raise UsageError("the site's settings lie in the folder to write into: name one of its own")
