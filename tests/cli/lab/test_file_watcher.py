"""Watching a file: every save is noticed, a file that is gone too."""

import contextlib

from gradatim.cli.lab import file_watcher
from gradatim.cli.lab.file_watcher import watch_events


def test_each_save_and_a_deletion_are_noticed(tmp_path):
    path, seen = tmp_path / "x.py", []
    path.write_text("1")
    for event in watch_events(path):
        assert event == "changed"
        seen.append(path.read_text() if path.exists() else "gone")
        if seen[-1] == "1":
            path.write_text("22")
        elif seen[-1] == "22":
            path.unlink()
        else:
            break
    assert seen == ["1", "22", "gone"]


def test_keys_come_as_events_and_the_file_is_not_told_again(tmp_path, monkeypatch):
    path = tmp_path / "x.py"
    path.write_text("1")
    pressed = iter(["", "x", "h", "L", "q"])
    keyboard = contextlib.nullcontext(lambda: next(pressed))
    monkeypatch.setattr(file_watcher, "_keyboard", lambda: keyboard)
    events = watch_events(path)
    assert [next(events) for _ in range(4)] == ["changed", "h", "l", "q"]
