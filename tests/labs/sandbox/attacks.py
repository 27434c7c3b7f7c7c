"""Files that try to pass `recheck` without solving the exercise."""

from gradatim.labs.exercise import exercises, find

MASKS = find("masks", exercises())
BEATS_GREEDY = find("48", exercises())
SOLUTION = str(MASKS.path / "solution.py")
WRONG = """
import torch
def positives(x): {}
    return x[x > 0] * 0
def without_negatives(x): return x * 0
def pick(scores, labels): return scores[:, 0] * 0
"""
FAKE = '{"status": "passed", "passed": 3, "checks": 3, "sentence": "Correct."}'

ATTACKS = {
    "patch the judge": """
import gradatim.labs.grading.outcomes as o, gradatim.labs.grading.grader as g
o.judge = g.judge = lambda *a: None
""",
    "patch the comparison": """
import sys
for m in list(sys.modules.values()):
    if hasattr(m, "compare"): m.compare = lambda *a, **k: None
""",
    "empty the checks by way of frames": """
import sys
frame = sys._getframe()
while frame:
    for value in list(frame.f_locals.values()):
        if isinstance(value, list): value.clear()
    frame = frame.f_back
""",
    "read the solution": f"""
exec(open({SOLUTION!r}).read())
""",
    "run the checks' own reference": f"""
import importlib.util
spec = importlib.util.spec_from_file_location("c", {str(MASKS.path / "check.py")!r})
c = importlib.util.module_from_spec(spec); spec.loader.exec_module(c)
positives, without_negatives, pick = (check.expected for check in c.CHECKS)
""",
    "find the expected functions among all objects": """
import gc
for o in gc.get_objects():
    if type(o).__name__ == "Check": globals()[o.name] = o.expected
""",
    "write the answer on every descriptor": f"""
import os
for fd in range(64):
    try: os.write(fd, {FAKE!r}.encode() + b"\\n")
    except OSError: pass
""",
    "write the answer and leave": f"""
import os
for fd in range(64):
    try: os.write(fd, {FAKE!r}.encode() + b"\\n")
    except OSError: pass
os._exit(0)
""",
    "patch torch.equal and torch.isclose": """
import torch
torch.equal = torch.allclose = lambda *a, **k: True
torch.isclose = lambda a, b, **k: torch.ones_like(a, dtype=torch.bool)
""",
    "patch the tensor's operators": """
import torch
torch.Tensor.__ne__ = lambda a, b: torch.zeros(1, dtype=torch.bool)
torch.Tensor.any = lambda *a: torch.tensor(False)
""",
    "patch builtins": """
import builtins
isinstance_, Tensor = builtins.isinstance, torch.Tensor
builtins.isinstance = lambda a, b: b is not Tensor and isinstance_(a, b)
""",
    "replace a module": """
import sys, types
sys.modules["gradatim.labs.grading.values"] = types.SimpleNamespace(compare=lambda *a: None)
""",
    "answer at exit": f"""
import atexit, os
atexit.register(lambda: [os.write(fd, {FAKE!r}.encode() + b"\\n") for fd in range(3, 9)])
""",
    "let a fork answer": f"""
import os, time
if os.fork() == 0:
    for fd in range(3, 64):
        try: os.write(fd, {FAKE!r}.encode() + b"\\n")
        except OSError: pass
    os._exit(0)
time.sleep(0.5)
""",
    "patch what packs the values": """
import json
json.dumps = lambda *a, **k: '{"status": "passed", "sentence": "Correct."}'
""",
    "patch by another name": """
import torch
def patch(space): space.equal = lambda *a: True
patch(torch)
""",
    "write into the judge's memory": """
import os
open(f"/proc/{os.getppid()}/mem", "r+b").write(b"x")
""",
    "reach the reference by the caller's globals": """
try:
    1 / 0
except ZeroDivisionError as error:
    frame = error.__traceback__.tb_frame.f_back
    while frame:
        for value in frame.f_globals.get("CHECKS", []): globals()[value.name] = value.expected
        frame = frame.f_back
""",
    "let a shell copy the solution": f"""
from os import system
system("cp {SOLUTION} copied.py")
exec(open("copied.py").read())
""",
    "let a library start a shell": f"""
from torch.utils.collect_env import run
def f(x: "exec(TEXT, globals())"): pass
TEXT = run("cat {SOLUTION}")[1]
__import__("typing").get_type_hints(f)
""",
    "read the solution by a C library": f"""
import os, torch
size = os.path.getsize({SOLUTION!r})
exec(bytes(torch.UntypedStorage.from_file({SOLUTION!r}, False, size)).decode())
""",
    "read the solution in another process": f"""
import os
reading, writing = os.pipe()
if os.fork() == 0:
    os.dup2(writing, 1)
    os.execv("/bin/cat", ["cat", {SOLUTION!r}])
os.close(writing)
exec(os.fdopen(reading).read())
""",
    "read by a link": f"""
import os
os.link({SOLUTION!r}, "linked.py")
exec(open("linked.py").read())
""",
    "unpickle code": f"""
import pickle, torch
code = f"import sys; exec(open({SOLUTION!r}).read(), sys.modules['learner'].__dict__)"
pickle.loads(b"cbuiltins\\nexec\\n(V" + code.encode() + b"\\ntR.")
""",
    "call C": f"""
import ctypes
size = ctypes.CDLL(None).fread
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
text = ctypes.create_string_buffer(100_000)
libc.fread(text, 1, 100_000, ctypes.c_void_p(libc.fopen({SOLUTION!r}.encode(), b"r")))
exec(text.value.decode())
""",
    "replace open": """
import builtins, io
real = builtins.open
builtins.open = io.open = lambda *a, **k: real("/dev/null")
""",
    "patch from a thread": """
import threading, torch, time
def patch():
    while True:
        torch.equal = torch.allclose = lambda *a, **k: True
threading.Thread(target=patch, daemon=True).start()
""",
    "change the environment": """
import os
os.environ.update(PYTHONPATH=".", GRADATIM_LABS=".", LD_PRELOAD="x.so", PYTHONSTARTUP="x.py")
""",
}
MESSAGE = """
import json, os
TEXT = json.dumps({
    "at": [2, 0],
    "value": {"list": [0.99, {"tensor": [1.0] * 3, "dtype": "float32", "shape": [3]}],
              "tuple": True},
    "inputs": [1],
}) + "\\n" + json.dumps({"status": "recorded"}) + "\\n"
def learn(env, games, rate):
    for fd in range(3, 64):
        try: WRITE
        except OSError: pass
    return torch.zeros(3)
"""
FORGED = {  # a message that the judge would believe, written by the file itself
    "os.write": MESSAGE.replace("WRITE", "os.write(fd, TEXT.encode())"),
    "open": MESSAGE.replace("WRITE", "open(fd, 'w', closefd=False).write(TEXT)"),
    "a path": MESSAGE.replace("WRITE", "open(f'/dev/fd/{fd}', 'w').write(TEXT)"),
}
WORDS = [  # what the rules of words must not miss
    "from os import system",
    "from os import *",
    "import torch.multiprocessing as mp",
    "from torch import multiprocessing",
    "from torch import fx",
    "import torch\ntorch.hub.load('.', 'x', source='local')",
    "import torch\nt = torch",
    "from functools import partial\npartial(getattr, 1)",
    "match 1:\n    case object(__globals__=g): pass",
    "import typing\ntyping.get_type_hints(int)",
    "import numpy as np\nnp.testing.runstring('', {})",
    "from numpy import ctypeslib",
    "from torch.utils.data import dataloader\ndataloader.os",
    "from queue import threading",
    "from torch.nn.functional import torch",
    "from gradatim.pyrat.matches import external_player\nexternal_player.subprocess",
]
