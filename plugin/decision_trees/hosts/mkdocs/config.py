"""The plugin's options."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import ConfigurationError

from decision_trees.cache.folder import CACHE_FOLDER
from decision_trees.diagnostics.codes import CODES, Level, may_be
from decision_trees.diagnostics.printable import is_text, one_line
from decision_trees.diagnostics.wording import did_you_mean
from decision_trees.site.site import Search
from decision_trees.words import load_words, unknown_places

# Names with slashes between; none is `.` or `..`.
_FOLDER = re.compile(r"/?(?!\.\.?(?:/|$))[^/\\]+(?:/(?!\.\.?(?:/|$))[^/\\]+)*/?")


class DecisionTreesConfig(Config):  # type: ignore[no-untyped-call] # the host's own subclass hook
    """The plugin's options."""

    enabled = config_options.Type(bool, default=True)
    """Whether trees are published at all."""

    health = config_options.Type(bool, default=True)
    """Whether the trees of each folder get a page of what is left to do for them."""

    search = config_options.Choice([*map(str, Search)], default=str(Search.PAGES))
    """What search lists of ours: each page, each tree with its questions and outcomes, or nothing."""

    folders = config_options.ListOfItems(config_options.Type(str), default=[])
    """The folders whose trees are published: `[decisions, teams/*/trees]`; all where there are none."""

    report_url = config_options.Type(str, default="")
    """Where readers report problems; `{tree}`, `{node}`, `{title}`, `{trail}` and `{url}` are filled in."""

    cache = config_options.Type(bool, default=True)
    """Whether what earlier builds made may be used again, and pages may take a shorter way to their HTML."""

    cache_dir = config_options.Type(str, default=CACHE_FOLDER)
    """Where it is kept, in a folder of the site's own, from the folder of `mkdocs.yml`."""

    words = config_options.DictOfItems(config_options.Type(str), default={})
    """Words of the interface to use instead of ours: `{pitfall: Beware}`."""

    # The host reads YAML 1.1, in which a bare `off` is no text but false.
    levels = config_options.DictOfItems(config_options.Choice([*map(str, Level), False]), default={})
    """Levels for single codes, over those of the registry: `{stale: error, untested-terminal: off}`."""


def levels(options: DecisionTreesConfig) -> dict[str, Level]:
    """The levels set for codes."""
    return {code: Level(str(level or "off")) for code, level in options.levels.items()}


def check_options(options: DecisionTreesConfig) -> None:
    """Refuse options that set something we do not have, or words that cannot be filled in.

    Raises:
        ConfigurationError: One of them does; what is wrong is said in one line.
    """
    _check_names("levels", options.levels, CODES)
    for code, level in levels(options).items():
        if not may_be(code, level):
            message = f"decision-trees: `levels` sets `{code}` to `{level}`"
            raise ConfigurationError(
                f"{message}: it is always an error, for no page can be made of what it tells"
            )
    _check_names("words", options.words, load_words().names)
    for folder in options.folders:
        if not is_text(folder) or not _FOLDER.fullmatch(folder):
            message = f"decision-trees: `folders` names `{folder}`, which is no folder below the docs folder"
            raise ConfigurationError(one_line(f"{message}: write `decisions` or `teams/*/trees`"))
    for name, word in options.words.items():
        if not is_text(word):
            raise ConfigurationError(f"decision-trees: `words` has half a character in `{name}`")
        for place in unknown_places(name, word):
            message = f"decision-trees: `words` wants {{{place}}} filled in for `{name}`, which never is"
            if place in {"{", "}"}:
                message = f"decision-trees: `words` has a lone `{place}` in `{name}`: write it twice"
            raise ConfigurationError(one_line(message))


def _check_names(option: str, names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known)
            message = f"decision-trees: `{option}` sets `{name}`, which is not known{hint and f': {hint}'}"
            raise ConfigurationError(one_line(message))
