"""Work is shared among processes, each a copy of this one, and done here where there can be none."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from decision_trees.reading import side_by_side
from decision_trees.reading.side_by_side import cores, work_through


class EndedError(Exception):
    """A process has come to its end."""


def end(_: int) -> None:
    raise EndedError


def forks(monkeypatch: pytest.MonkeyPatch, *pids: int | OSError) -> list[int]:
    """Let there be so many cores and processes; give those that are waited for."""
    waited: list[int] = []
    left = list(pids)

    def fork() -> int:
        pid = left.pop(0)
        if isinstance(pid, OSError):
            raise pid
        return pid

    monkeypatch.setattr(side_by_side, "cores", lambda: len(pids) + 1)
    monkeypatch.setattr(os, "fork", fork)
    monkeypatch.setattr(os, "waitpid", lambda pid, _: waited.append(pid))
    monkeypatch.setattr(os, "_exit", end)
    return waited


def test_the_first_of_three_does_a_third_and_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    waited = forks(monkeypatch, 11, 12)
    done: list[int] = []
    work_through(range(7), done.append)
    assert (done, waited) == ([0, 3, 6], [11, 12])


def test_the_last_of_three_does_another_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    forks(monkeypatch, 11, 0)
    done: list[int] = []
    with pytest.raises(EndedError):
        work_through(range(7), done.append)
    assert done == [2, 5]


def test_one_in_which_work_fails_ends_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    forks(monkeypatch, 0)

    def fail(_: int) -> None:
        raise ValueError

    with pytest.raises(EndedError):
        work_through(range(7), fail)


def test_where_there_can_be_no_more_the_rest_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    waited = forks(monkeypatch, 11, OSError(11, "Resource temporarily unavailable"))
    done: list[int] = []
    work_through(range(7), done.append)
    assert (done, waited) == ([0, 3, 6], [11])


def test_one_core_does_all(monkeypatch: pytest.MonkeyPatch) -> None:
    forks(monkeypatch)
    done: list[int] = []
    work_through(range(3), done.append)
    assert done == [0, 1, 2]


def test_beside_other_threads_there_is_one_core() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert cores() == 1
    finally:
        ended.set()
        thread.join()


def test_cores_are_those_that_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 5}, raising=False)
    assert cores() == 2
    monkeypatch.delattr(os, "sched_getaffinity")
    assert cores() == 1


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="no copies are made on this system")
def test_processes_leave_what_they_write(tmp_path: Path) -> None:
    """With real ones, and outside of this process, which may have other threads."""
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from decision_trees.reading import side_by_side\n"
        "side_by_side.cores = lambda: 3\n"
        "side_by_side.work_through(range(9), lambda n: Path(str(n)).write_text(str(os.getpid())))\n"
        "print('once')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("once\n", "")
    writers = [(tmp_path / str(number)).read_text("utf-8") for number in range(9)]
    assert writers == writers[:3] * 3
    assert len(set(writers)) == 3
