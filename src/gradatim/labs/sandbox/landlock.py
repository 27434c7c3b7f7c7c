"""Close folders to this process and to all that it will start, by the kernel itself.

Landlock (Linux 5.13, https://docs.kernel.org/userspace-api/landlock.html) needs no rights of an
administrator and cannot be taken back. It has no list of what is closed, only one of what is open:
so everything beside the way to a closed folder is opened.
"""

import contextlib
import ctypes
import os
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # system calls, on every processor
SET_NO_NEW_PRIVILEGES = 38  # of <linux/prctl.h>
VERSION = 1  # a flag: ask for the version instead of making a set of rules
BENEATH = 1  # the kind of rule: a folder and what lies in it
# From <linux/landlock.h>: read a file; give it another name in another folder (version 2), which
# no rule allows by itself.
READ_FILE, REFER = 1 << 2, 1 << 13


def close_folders(folders: Iterable[Path]) -> bool:
    """Let no file below these folders be read any more; says whether the system can do so."""
    if sys.platform != "linux":
        return False
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION) < 2:
        return False
    handled = struct.pack("=Q", READ_FILE | REFER)
    rules = kernel.syscall(CREATE_RULESET, handled, ctypes.c_size_t(len(handled)), 0)
    if rules < 0:
        return False
    try:
        for path in folders_beside({Path(os.path.realpath(folder)) for folder in folders}):
            with contextlib.suppress(OSError):  # gone, or not ours to look at
                _open_again(kernel, rules, path)
        kernel.prctl(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return kernel.syscall(RESTRICT_SELF, rules, 0) == 0
    finally:
        os.close(rules)


def folders_beside(closed: set[Path]) -> Iterator[Path]:
    """The largest folders, and files, that hold none of the closed folders."""
    waiting = [Path("/")]
    while waiting:
        path = waiting.pop()
        if path in closed or path.is_symlink():  # what a link leads to has a rule of its own
            continue
        if any(path in folder.parents for folder in closed):
            with contextlib.suppress(OSError):
                waiting += path.iterdir()
        else:
            yield path


def _open_again(kernel: ctypes.CDLL, rules: int, path: Path) -> None:
    allowed = READ_FILE | REFER if path.is_dir() else READ_FILE
    file = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", allowed, file)
        kernel.syscall(ADD_RULE, rules, BENEATH, rule, 0)
    finally:
        os.close(file)
