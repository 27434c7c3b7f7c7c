"""The network of a program: found, taken over, or refused in one sentence."""

import os

import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.labs.sandbox import own_network
from gradatim.labs.sandbox.own_network import read_network, run_network

HEAD = "import torch\nfrom torch import nn\n"
CLASS = """
class Mine(nn.Module):
    def __init__(self, width=3):
        super().__init__()
        self.a, self.b = nn.Linear(2, width), nn.Linear(width, 2)

    def forward(self, x):
        return self.b(self.a(x).tanh())
"""


def layers(program):
    answer = run_network((HEAD + program).encode(), "mine.py", "en")
    assert answer["status"] == "returned", answer
    return {path: name for path, (name, _) in answer["network"]["layers"].items()}


def test_the_network_that_is_meant_is_found():
    assert layers(CLASS) == {"a": "Linear", "b": "Linear"}
    assert layers(f"{CLASS}\nclass Part(nn.Module):\n    def __init__(self, n): pass\n")
    chain = "nn.Sequential(nn.Linear(2, 2), nn.ReLU())"
    assert layers(f"model = {chain}\nother = nn.Linear(1, 1)")["1"] == "ReLU"
    assert layers(f"{CLASS}\nmine = {chain}")["1"] == "ReLU"
    assert layers("from gradatim.models import MLP, MLPConfig\nmodel = MLP(MLPConfig.xor())")


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("x = 1", "makes no network"),
        ("model = nn.Linear(", "line 3"),
        ("model = nn.Linear(2, 2)\n1 / 0", "ZeroDivisionError"),
        ("model = nn.LSTM(2, 2)", "uses 'LSTM'"),
        (CLASS.replace("return", "if x.sum() > 0: return x\n        return"), "on line 10"),
        (CLASS.replace("(x).tanh()", "(x).missing()"), "'missing'"),
    ],
)
def test_what_goes_wrong_is_one_sentence(program, words):
    answer = run_network((HEAD + program).encode(), "mine.py", "en")
    assert answer["status"] == "failed"
    assert words in answer["sentence"]


def test_it_runs_in_a_process_of_its_own_with_the_weights_that_the_program_gave(
    tmp_path, monkeypatch
):
    mark = tmp_path / "mark"
    program = f"{HEAD}import os\nopen({str(mark)!r}, 'w').write(str(os.getpid()))\n"
    program += "model = nn.Linear(2, 2)\nnn.init.constant_(model.weight, 0.5)"
    network = read_network(program.encode(), "mine.py", "en")
    assert int(mark.read_text()) != os.getpid()
    assert network(torch.ones(1, 2)).shape == (1, 2)
    assert all((p == 0.5).all() for n, p in network.named_parameters() if "weight" in n)
    assert network.program.name == "mine.py"
    assert isinstance(network, nn.Module)
    monkeypatch.setattr(own_network, "SECONDS", 1.0)
    with pytest.raises(UserError, match="line 1"):
        read_network(b"while True: pass", "mine.py", "en")
