"""The events of a YAML text, from the scanners of the YAML library."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.events import Event
from ruamel.yaml.parser import Parser


def events(text: str, *, pure: bool) -> Iterable[Event]:
    """Give the events of a text one by one, from the C scanner where there is one, unless `pure`.

    Raises:
        MarkedYAMLError: Where the text is no YAML, once the events before are given.
    """
    # The scanners place the end of a document differently where its last line is not ended.
    ended = text if text.endswith(("\n", "\r")) else f"{text}\n"
    parser = _parser(YAML, pure=pure)
    if parser is not Parser:
        # `parse` would make a class for each text, and ask twice for each event.
        return iter(parser(ended).get_event, None)
    events: Iterable[Event] = YAML(typ="safe", pure=pure).parse(ended)
    return events


@cache
def _parser(library: Callable[..., YAML], *, pure: bool) -> Callable[[str], Any]:
    """Give the class that a library reads with. To set one up is dear: it looks for plug-ins in folders."""
    parser: Callable[[str], Any] = library(typ="safe", pure=pure).Parser
    return parser
