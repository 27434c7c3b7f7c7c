"""The state of a run in one dictionary; what only sharding needs is not imported without it."""

import subprocess
import sys

import torch
from torch import nn

from gradatim.training.device import Runtime
from gradatim.training.ema import EMA
from gradatim.training.run_folder.checkpoint import gather, restore
from gradatim.training.task import Task


class Place:
    """Batches that know where they are, and nothing else."""

    def __init__(self, place=0):
        self.place = place

    def state_dict(self):
        return {"place": self.place}

    def load_state_dict(self, state):
        self.place = state["place"]


def parts(place):
    task = Task()
    task.model, task.batches = nn.Linear(2, 1), Place(place)
    optimizer = torch.optim.AdamW(task.model.parameters())
    return task, optimizer, EMA(task.model, 0.9)


def test_what_is_gathered_restores_everything():
    task, optimizer, average = parts(place=7)
    task.model(torch.ones(3, 2)).sum().backward()
    optimizer.step()
    average.update()
    state = gather(task, [optimizer], average, {"step": 1}, Runtime())
    other, its_optimizer, its_average = parts(place=0)
    assert restore(state, other, [its_optimizer], its_average, Runtime()) == {"step": 1}
    assert other.batches.place == 7
    assert torch.equal(other.model.weight, task.model.weight)
    assert its_average.n_updates == 1
    assert torch.equal(its_average.average[0], average.average[0])
    moments = [
        o.state[p]["exp_avg"]
        for o, p in ((optimizer, task.model.weight), (its_optimizer, other.model.weight))
    ]
    assert torch.equal(*moments)


def test_an_optimizer_before_its_first_step_has_no_state_to_restore():
    task, optimizer, _ = parts(place=0)
    state = gather(task, [optimizer], None, {}, Runtime())
    assert state["optimizers"] == [{}]
    restore(state, task, [optimizer], None, Runtime())
    assert not optimizer.state


def test_training_does_not_import_what_only_sharding_needs():
    code = "import sys, gradatim.training; print('torch.distributed.checkpoint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
