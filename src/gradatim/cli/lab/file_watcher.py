"""Wait for a saved file or a key, without any dependency on file events.

Network file systems and containers send none; asking for the file's time works everywhere.
"""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import select
    import termios
    import tty

POLL_INTERVAL = 0.2  # seconds
KEYS = "nhlq"


def watch_events(path: Path) -> Iterator[str]:
    """Give "changed" now and whenever the file changes, and each key of KEYS that is pressed.

    It ends with Ctrl-C. Without a terminal for keys (a pipe) only Ctrl-C ends it.
    """
    last: tuple[int, int] | None = None
    with _keyboard() as key, contextlib.suppress(KeyboardInterrupt):
        while True:
            now = _stamp(path)
            if now != last:
                last = now
                yield "changed"
            pressed = key().lower()
            if pressed and pressed in KEYS:
                yield pressed
            time.sleep(POLL_INTERVAL)


def _stamp(path: Path) -> tuple[int, int]:
    """Changes with every save; a file that is gone is a change too, after a moment of grace."""
    for _ in range(3):
        with contextlib.suppress(OSError):
            status = path.stat()
            return status.st_mtime_ns, status.st_size
        time.sleep(0.1)  # editors replace a file by renaming another one
    return 0, -1


@contextlib.contextmanager
def _keyboard() -> Iterator[Callable[[], str]]:
    """Give a function that returns the key that was pressed, or "" at once."""
    if not sys.stdin.isatty():
        yield lambda: ""
    elif sys.platform == "win32":
        yield lambda: msvcrt.getwch() if msvcrt.kbhit() else ""
    else:
        before = termios.tcgetattr(sys.stdin)
        try:
            tty.setcbreak(sys.stdin)  # keys come without Enter
            yield lambda: sys.stdin.read(1) if select.select([sys.stdin], [], [], 0)[0] else ""
        finally:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
