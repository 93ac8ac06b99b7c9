"""Compiled templates, kept in this process: `mkdocs serve` builds with the same templates again and again.

They are kept in no file. They are code, which nobody must be able to bring in, and to compile a theme's
templates and ours takes a quarter of a second, a tenth of a rebuild at 900 pages.
"""

from __future__ import annotations

import functools
from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """The compiled templates of one kind of environment.

    Jinja asks by name and by a checksum of the template's text, so one that was edited is compiled anew.
    """

    def __init__(self) -> None:
        """Start with none."""
        self._code: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled, if it was."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take what has been compiled."""
        self._code[bucket.key, bucket.checksum] = bucket.code


def compiled(kind: str, environment: Environment) -> CompiledTemplates:
    """Give the compiled templates of an environment that no code but ours and the host's has set up.

    Args:
        kind: A name for it.
        environment: How it is set up shows in what templates are compiled to.
    """
    return _compiled(kind, *sorted(environment.extensions))


@functools.cache
def _compiled(*_: str) -> CompiledTemplates:
    return CompiledTemplates()
