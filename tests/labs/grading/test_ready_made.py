"""PyTorch's own operation is no answer where it is to be written, whatever name leads there."""

import pytest
import torch
from torch.nn import functional as F

from gradatim.labs.check import check, recheck_source
from gradatim.labs.exercise import exercises, find
from gradatim.labs.grading.ready_made import QUICK, ReadyMade

HEAD = "\n\nimport torch\nfrom torch import nn\nfrom torch.nn import functional as F\n"
LAYER = """
class Linear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        self.inner = nn.TransformerEncoderLayer(n_in, 1, n_out, bias=bias).linear1
        self.weight, self.bias = self.inner.weight, self.inner.bias
        del self.inner.weight, self.inner.bias
    def forward(self, x):
        self.inner.__dict__.update(weight=self.weight, bias=self.bias)
        return self.inner(x)
"""
DROPOUT = """
class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.inner = nn.TransformerEncoderLayer(4, 1, 4, p).dropout1
    def forward(self, x):
        return self.inner(x)
"""
BATCH_NORM = """
class Mine(BatchNorm):
    def forward(self, x):
        own = self.weight, self.bias, self.running_mean, self.running_var
        return torch.native_batch_norm(x, *own, self.training, self.momentum, self.eps)[0]
BatchNorm = Mine
"""
BORROWED = {  # exercise and operation -> what stands in the place of our solution's
    ("7", "logsumexp"): "def cross_entropy(z, labels):\n"
    "    return -torch.distributions.Categorical(logits=z).log_prob(labels).mean()\n",
    ("10", "linear"): LAYER,
    ("12", "autograd"): "def cross_entropy_backward(z, labels):\n"
    "    return torch.func.jacfwd(lambda z: F.cross_entropy(z, labels))(z)\n",
    ("14", "convolution"): "def convolution(x, weight, bias, stride, padding):\n"
    "    two = [padding] * 2\n    one = [1, 1], False, [0, 0], 1\n"
    "    return torch.convolution(x, weight, bias, [stride] * 2, two, *one)\n",
    ("16", "max_pool3d"): "def max_pool(x): return F.max_pool3d(x, (1, 2, 2))\n",
    ("16", "autograd"): "def max_pool_backward(dy, x):\n"
    "    return torch.func.vjp(max_pool, x)[1](dy)[0]\n",
    ("17", "native_batch_norm"): BATCH_NORM,
    ("18", "dropout"): DROPOUT,
    ("23", "scaled_dot_product_attention"): "def attention(q, k, v):\n"
    "    return getattr(F, 'scaled_dot_product_' + 'attention')(q, k, v)\n",
}


@pytest.mark.parametrize(("exercise", "operation"), BORROWED)
def test_an_operation_is_refused_whatever_name_leads_to_it(exercise, operation):
    source = find(exercise, exercises()).solution + HEAD + BORROWED[exercise, operation]
    answer = check(exercise, source)
    assert answer["status"] == "failed"
    assert f"calls PyTorch's `{operation}`, directly or" in answer["sentence"]


@pytest.mark.parametrize(("exercise", "operation"), [("14", "convolution"), ("7", "logsumexp")])
def test_a_recheck_refuses_it_too_and_counts_the_other_functions(exercise, operation):
    found = find(exercise, exercises())
    source = found.solution + HEAD + BORROWED[exercise, operation]
    answer = recheck_source(found, source.encode(), f"{found.module}.py", "fr")
    assert answer["status"] == "failed"
    assert f"appelle `{operation}` de PyTorch" in answer["sentence"]
    assert answer["passed"] == answer["checks"] - 1


def test_a_wrong_value_is_told_first():
    wrong = "def max_pool(x): return 2 * F.max_pool3d(x, (1, 2, 2))\n"
    source = find("16", exercises()).solution + HEAD + wrong
    assert "wrong value" in check("16", source)["sentence"]


def test_an_operation_of_the_learners_own_with_such_a_name_is_none_of_pytorchs():
    def call():
        with torch.profiler.record_function("conv2d"):
            return torch.ones(2).repeat(2)

    assert ReadyMade(("conv2d",)).found(call, 0) is None


def test_a_call_that_raises_or_takes_long_is_no_trouble():
    def call():
        F.softmax(torch.ones(2), 0)
        raise ValueError

    assert ReadyMade(("softmax",)).found(call, 0) == "softmax"
    assert ReadyMade(("softmax",)).found(call, 2 * QUICK) is None
    assert ReadyMade(()).found(call, 0) is None
