"""What writes into pages beside their authors and has a text to show: templates, hooks and settings."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig


def written_beside(config: MkDocsConfig, first: str = "") -> Mapping[str, str]:
    """Read the files that may have written something into a page which its author did not.

    Args:
        config: The site's settings.
        first: The name of the template that is looked at before any other.

    Returns:
        Their texts, by their paths as seen from the docs folder.
    """
    templates = _templates(config)
    files = [*filter(None, [templates.get(first)]), *templates.values(), *_others(config)]
    return {
        Path(os.path.relpath(file, config.docs_dir)).as_posix(): file.read_text("utf-8-sig", "replace")
        for file in dict.fromkeys(files)
    }


def _templates(config: MkDocsConfig) -> Mapping[str, Path]:
    """The templates by name; of several with one name, the one that is used."""
    docs = Path(config.docs_dir)
    found = {name: docs / name for name in config.extra_templates if (docs / name).is_file()}
    for folder in map(Path, config.theme.dirs):
        for file in sorted(folder.rglob("*.html")):
            found.setdefault(file.relative_to(folder).as_posix(), file)
    return found


def _others(config: MkDocsConfig) -> Iterator[Path]:
    """The hooks, and the settings with what they hold for templates."""
    # The host says that this is a list.
    yield from (Path(module.__file__) for module in config["hooks"].values() if module.__file__)
    if config.config_file_path:
        yield Path(config.config_file_path)
