"""What the child process says of a request, and what of the output is the learner's."""

import json
import subprocess
import sys

from gradatim.labs.exercise import exercises, find
from gradatim.labs.sandbox.child import MAX_OUTPUT, CapturedOutput
from gradatim.labs.sandbox.request import Request

MASKS = find("02-masks", exercises())


# In a process of its own: work() limits the processor time and memory of its process for good.
WORK = """
import json, os, sys
from gradatim.labs.sandbox.child import work
from gradatim.labs.sandbox.request import Request

messages, here = [], os.getcwd()
work(Request.from_line(sys.stdin.readline()), messages.append)
print(json.dumps({"messages": messages, "came back": os.getcwd() == here}))
"""


def test_it_says_that_it_works_and_then_the_answer(tmp_path):
    request = Request(
        exercise=str(MASKS.path),
        source=MASKS.solution,
        file=str(tmp_path / "masks.py"),
        language="en",
        seconds=20.0,
        scratch=str(tmp_path),
    )
    command = [sys.executable, "-c", WORK]
    done = subprocess.run(command, input=request.to_line(), capture_output=True, text=True)
    found = json.loads(done.stdout)
    started, told = found["messages"]
    assert started == {"working": True}
    assert told["status"] == "passed"
    assert told["seconds"] > 0
    assert found["came back"]


def test_only_the_beginning_of_a_long_print_is_kept_and_the_rest_counted():
    output = CapturedOutput(__file__)
    output.write("a" * (MAX_OUTPUT - 1))
    output.write("bcd")
    fields = output.fields()
    assert fields["printed"].endswith("ab")
    assert fields["dropped"] == 2
    assert CapturedOutput("elsewhere.py").fields() == {}


def test_what_others_print_is_not_the_learners():
    output = CapturedOutput("/nowhere/masks.py")
    exec(compile("write('mine')", "/nowhere/masks.py", "exec"), {"write": output.write})
    exec(compile("write('ours')", "check.py", "exec"), {"write": output.write, "__name__": "check"})
    assert output.fields()["printed"] == "mine"
