"""Templates filled in; where one of the site's own cannot be, that is said with its place."""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Callable, MutableMapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import jinja2

from decision_trees.diagnostics.printable import harmless, one_line
from decision_trees.site.site import TEMPLATES, Site


class Environment(jinja2.Environment):
    """The templates of one site, which stand before ours of the same names."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give templates their names as one mapping: Jinja copies a chain at every include, and slowly."""
        return {**self.globals, **(d or {})}


def environment(site: Site) -> Environment:
    """Find the templates of a site."""
    return Environment(
        loader=_Loader([*site.templates, TEMPLATES]) if site.templates else _ours(),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        optimized=False,  # no constants are left to work out: to look for some is a fifth of compiling
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


_TOGETHER = 10_000  # pieces

_INCLUDE = re.compile(r'\{% include "([^"]+)" %\}')


class _Loader(jinja2.FileSystemLoader):
    """Finds templates; what one of ours includes of ours is made part of it.

    Jinja makes a context for each template that is included, which takes about as long as to fill it in.
    """

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        try:
            source, file, is_current = super().get_source(environment, template)
        except (OSError, UnicodeDecodeError) as error:
            if isinstance(error, jinja2.TemplateNotFound):
                raise
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise jinja2.TemplateSyntaxError(
                f"the file cannot be read: {reason}", 1, template, str(self._file(template))
            ) from error
        if Path(file).is_relative_to(TEMPLATES):
            source = _INCLUDE.sub(lambda include: self._included(environment, include), source)
        return source, file, is_current

    def _included(self, environment: jinja2.Environment, include: re.Match[str]) -> str:
        if not self._file(include[1]).is_relative_to(TEMPLATES):
            return include[0]  # of what is wrong with it, its own lines are told
        return f"{{% with %}}{self.get_source(environment, include[1])[0]}{{% endwith %}}"

    def _file(self, template: str) -> Path:
        paths = (Path(folder, template) for folder in self.searchpath)
        return next(path for path in paths if path.is_file())


class _Ours(_Loader):
    """Finds our templates alone, each of which is read once: nobody changes them while they are used."""

    def __init__(self) -> None:
        super().__init__([TEMPLATES])
        self._found: dict[str, tuple[str, str, Callable[[], bool]]] = {}

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        if template not in self._found:
            self._found[template] = super().get_source(environment, template)
        return self._found[template]


@cache
def _ours() -> _Ours:
    return _Ours()


def fill_in(environment: Environment, name: str, values: dict[str, object], site: Site) -> str:
    """Fill in a template.

    Raises:
        Exception: What `Site.mistake` makes of what is wrong with a template of the site's own.
    """
    try:
        pieces = environment.get_template(f"decision-trees/{name}").generate(values)
        # The list of very many outcomes comes in a million pieces, each of which takes more than its letters.
        joined = []
        while some := [*islice(pieces, _TOGETHER)]:
            joined.append("".join(some))
        return "".join(joined)
    except Exception as error:
        if mistake := explained(error, site.templates):
            raise site.mistake(mistake) from error
        raise


def explained(error: Exception, folders: Sequence[str | Path]) -> str:
    """Say what is wrong with a template of the site's own, and where; nothing where the fault is ours."""
    places = [(file, line) for file, line in _places(error) if _is_theirs(Path(file), folders)]
    if not places:
        return ""
    file, line = places[-1]
    margin = " " * len(str(line))
    return "\n".join(
        [
            f"decision-trees: a template cannot be filled in: {_reason(error)}",
            f"{margin}--> {one_line(os.path.relpath(file))}:{line}",
            *(f"{gutter} | {text}".rstrip() for gutter, text in ((margin, ""), (line, _line(file, line)))),
        ]
    )


def _line(file: str, number: int) -> str:
    try:
        lines = Path(file).read_text("utf-8", "replace").splitlines()
    except OSError:  # which is what is wrong with it
        lines = []
    return harmless("".join(lines[number - 1 : number]))


def _is_theirs(file: Path, folders: Sequence[str | Path]) -> bool:
    is_template = file.suffix != ".py" and not file.is_relative_to(TEMPLATES)
    return is_template and any(file.is_relative_to(folder) for folder in folders)


def _places(error: Exception) -> list[tuple[str, int]]:
    """Where in which files an error arose, the innermost last."""
    places = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    return places


def _reason(error: Exception) -> str:
    match error:
        case jinja2.TemplateNotFound():
            return one_line(f"there is no template `{error.name}`")
        case jinja2.TemplateError():
            return one_line(error.message or type(error).__name__)
        case RecursionError():
            return "it includes itself"
        case _:
            return one_line(f"{type(error).__name__}: {error}")
