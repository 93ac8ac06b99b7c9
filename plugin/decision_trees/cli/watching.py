"""Waiting for an author to save a file."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from threading import Event

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_CHANGES = frozenset({"created", "deleted", "modified", "moved"})
"""The others are of files that are only read."""

_QUIET = 0.2  # seconds: an editor writes a file in several steps


class _Handler(FileSystemEventHandler):
    def __init__(self, is_meant: Callable[[Path], bool], changed: Event) -> None:
        self._is_meant = is_meant
        self._changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = (Path(str(path)) for path in (event.src_path, event.dest_path) if path)
        if event.event_type in _CHANGES and any(map(self._is_meant, paths)):
            self._changed.set()


def watch(folders: Collection[str], files: Collection[str], act: Callable[[], None]) -> None:
    """Act whenever something changes, until `act` raises or the process is interrupted.

    Args:
        folders: The folders in which whatever changes counts, at any depth.
        files: Single files that count too, which need not be there.
        act: What to do; called with no change left unseen before.
    """
    changed = Event()
    observer = Observer()
    anything = _Handler(lambda _: True, changed)
    named = _Handler({Path(file) for file in files}.__contains__, changed)
    for folder in folders:
        observer.schedule(anything, folder, recursive=True)
    for above in {Path(file).parent for file in files} - {Path(folder) for folder in folders}:
        observer.schedule(named, str(above), recursive=False)
    observer.start()
    try:
        while True:
            # In short pieces, for on Windows nothing interrupts a longer one.
            if changed.wait(timeout=1):
                while changed.is_set():
                    changed.clear()
                    changed.wait(_QUIET)
                act()
    finally:
        observer.stop()
        observer.join()
