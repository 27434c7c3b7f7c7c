"""Watching a file: every save is noticed, a file that is gone too."""

import io

from rich.console import Console

from gradatim.cli.file_watcher import watch_file


def test_each_save_and_a_deletion_are_noticed(tmp_path):
    path, seen = tmp_path / "x.py", []
    path.write_text("1")

    def changed():
        seen.append(path.read_text() if path.exists() else "gone")
        if seen[-1] == "1":
            path.write_text("22")
        elif seen[-1] == "22":
            path.unlink()
        else:
            raise KeyboardInterrupt

    assert watch_file(path, changed, Console(file=io.StringIO())) == "q"
    assert seen == ["1", "22", "gone"]
