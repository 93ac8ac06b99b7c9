"""Trees as they were decoded in earlier builds: to read one back takes a third of the time."""

from __future__ import annotations

import io
import pickle
from datetime import date
from operator import attrgetter
from typing import Any

from decision_trees import model
from decision_trees.cache import Cache, digest
from decision_trees.decode import Decoded, decode
from decision_trees.diagnostics import Span
from decision_trees.model import Answer, Section, Target, Text, Tree

_MANY = (Text, Target, Answer, Section)
_FEW = (model.Check, model.Decision, model.Warning, model.EdgeCase, model.Reference, model.Given)
_PARTS = {
    (part.__module__, part.__name__): part for part in (*_MANY, *_FEW, model.Scenario, Span, date, Tree)
}


class KeptTrees:
    """Decodes trees, unless it has decoded the same text before."""

    def __init__(self, cache: Cache, made_of: str) -> None:
        """Take a cache, and a digest of the code that decodes."""
        self._cache = cache
        self._made_of = made_of

    def decode(self, text: str, file: str) -> Decoded:
        """Read one tree as `decision_trees.decode.decode` does; only trees without fault are kept."""
        name, key = f"tree {file}", digest(self._made_of, file, text)
        record = self._cache.load(name, key)
        tree = _unpacked(record.body) if record else None
        if tree is not None:
            return Decoded(tree, ())
        decoded = decode(text, file)
        if decoded.tree is not None and not decoded.diagnostics:
            self._cache.keep(name, key, _packed(decoded.tree))
        return decoded


class _ModelUnpickler(pickle.Unpickler):
    """Makes parts of trees and nothing else: a cache may come from anywhere."""

    def find_class(self, module: str, name: str) -> type:
        try:
            return _PARTS[module, name]
        except KeyError as error:
            message = f"{module}.{name} is no part of a tree"
            raise pickle.UnpicklingError(message) from error


def _as_call(value: Any) -> tuple[type, tuple[Any, ...]]:  # noqa: ANN401 - an object of the model
    kind = type(value)
    return kind, attrgetter(*kind.__match_args__)(value)


def _packed(tree: Tree) -> bytes:
    body = io.BytesIO()
    pickler = pickle.Pickler(body, pickle.HIGHEST_PROTOCOL)
    # The many small values are written as calls of their classes, which are read back in half the time.
    pickler.dispatch_table = dict.fromkeys(_MANY, _as_call)
    pickler.dump(tree)
    return body.getvalue()


def _unpacked(body: bytes) -> Tree | None:
    try:
        tree = _ModelUnpickler(io.BytesIO(body)).load()
    except (pickle.UnpicklingError, AttributeError, TypeError, ValueError, EOFError):
        return None
    return tree if isinstance(tree, Tree) else None
