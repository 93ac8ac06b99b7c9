"""The events of a YAML text, from the scanners of the YAML library."""

from __future__ import annotations

from collections.abc import Iterable

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
    library = YAML(typ="safe", pure=pure)
    if library.Parser is not Parser:
        # `parse` would make a class for each text, and ask twice for each event.
        return iter(library.Parser(ended).get_event, None)
    events: Iterable[Event] = library.parse(ended)
    return events
