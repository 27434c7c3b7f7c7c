"""Bodies of `positives` that leave processes behind; each writes the ids of what it starts."""

import psutil

FORK_TWICE = """
import os, time
if os.fork() == 0:
    os.setsid()
    child = os.fork()
    if child == 0:
        time.sleep(500)
    note(child)
    os._exit(0)
os.wait()
return x[x > 0]
"""
SHELL = """
import subprocess
shell = subprocess.Popen(["sh", "-c", "nohup sleep 500 >/dev/null 2>&1 & echo $!; exec sleep 500"],
                         stdout=subprocess.PIPE, text=True)
note(shell.pid)
note(int(shell.stdout.readline()))
return x[x > 0]
"""
NEW_SESSION = """
import subprocess
note(subprocess.Popen(["setsid", "sleep", "500"], env={"PATH": "/usr/bin:/bin"}).pid)
return x[x > 0]
"""
DAEMON = """
import os, subprocess
code = "import os, time\\nif os.fork(): os._exit(0)\\nos.setsid()\\nif os.fork(): os._exit(0)\\n"
code += f"open({NOTES!r}, 'a').write(str(os.getpid()) + chr(10))\\ntime.sleep(500)"
subprocess.run([__import__("sys").executable, "-c", code], env={})
import time
while not __import__("pathlib").Path(NOTES).read_text(): time.sleep(0.01)
return x[x > 0]
"""
IGNORES_SIGNALS = """
import os, signal, time
if os.fork() == 0:
    for number in range(1, 32):
        try: signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError): pass
    note(os.getpid())
    while True: time.sleep(100)
time.sleep(0.1)
return x[x > 0]
"""
KILLS_PARENT = """
import os, signal, time
if os.fork() == 0:
    os.setsid()
    note(os.getpid())
    time.sleep(500)
time.sleep(0.1)
os.kill(os.getppid(), signal.SIGKILL)
time.sleep(500)
"""
HOSTILE = {
    "fork twice": FORK_TWICE,
    "shell": SHELL,
    "session of its own": NEW_SESSION,
    "daemon": DAEMON,
    "ignores signals": IGNORES_SIGNALS,
    "kills its watchdog": KILLS_PARENT,
}


def body(kind, notes):
    """The body of a function of x, which writes process ids to the file `notes`."""
    head = f"NOTES = {str(notes)!r}\ndef note(pid):\n    open(NOTES, 'a').write(f'{{pid}}\\n')\n"
    return head + HOSTILE[kind].strip("\n")


def alive(notes):
    """The noted processes that still run."""
    found = []
    for pid in map(int, notes.read_text().split()):
        try:
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                found.append(pid)
        except psutil.NoSuchProcess:
            pass
    return found
