"""Fixtures of the tests that build sites."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from mkdocs.config.config_options import Plugins
from mkdocs.config.defaults import MkDocsConfig
from tests.site_fixtures import seed, seed_site

__all__ = ["seed", "seed_site"]


@pytest.fixture(autouse=True)
def forget_plugins() -> Iterator[None]:
    """Let no test build with the plugins of another: MkDocs keeps them, and what they know, in its process.

    Material's search, say, puts what it found in a dirty build into every index after it.
    """
    yield
    option = MkDocsConfig.plugins
    assert isinstance(option, Plugins)
    option.plugin_cache.clear()
