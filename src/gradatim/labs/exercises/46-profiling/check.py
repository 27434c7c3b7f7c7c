"""Profiling and torch.compile."""

import torch
from torch.profiler import ProfilerActivity, profile

from gradatim.labs.grading.spec import Check, whole


class World:
    """A clock of its own, and a function that takes a known time: slow at first, then varying."""

    def __init__(self, times):
        self.times = times
        self.now = 100.0
        self.calls = 0
        self.last = ""

    def clock(self):
        self.now += 0.001  # looking at a clock takes time as well
        told = self.now
        if self.last == "measured work":
            self.now += 0.5  # what comes between two measurements belongs to neither
        self.last = "look"
        return told

    def work(self):
        self.last = "measured work" if self.last == "look" else "work"
        self.now += self.times[min(self.calls, len(self.times) - 1)]
        self.calls += 1


def experiments(generator):
    yield [1.0], 0, 1
    yield [9.0, 1.0], 1, 1
    yield [9.0, 1.0, 5.0, 2.0], 1, 3
    yield [8.0, 8.0, 3.0, 3.0, 20.0, 4.0, 1.0], 2, 5
    yield [7.0, 2.0, 6.0], 0, 3
    # Calls to warm up that are neither the slowest nor the fastest, and few or many of them.
    yield [5.0, 1.0, 2.0, 3.0, 4.0, 6.0, 7.0, 8.0], 1, 7
    yield [1.0, 2.0, 1.5, 0.5, 9.0, 6.0, 8.0], 4, 3
    yield [4.0, 12.0, 3.0, 9.0, 1.0, 8.0, 2.0, 7.0, 5.0, 11.0, 10.0], 2, 9
    yield [0.5 + k * k % 29 / 7 for k in range(34)], 13, 21


def run_median(median_time, times, warmup, repeats):
    world = World(times)
    found = median_time(world.work, world.clock, warmup, repeats)
    return {"median": found, "calls of function": world.calls}


def expected_median(times, warmup, repeats):
    kept = sorted(times[warmup : warmup + repeats])
    return {"median": kept[repeats // 2] + 0.001, "calls of function": warmup + repeats}


# As text, since torch.compile reads the source of what it compiles, and a recheck closes this file.
FUNCTIONS = """
import torch

def activate(x):
    return torch.relu(x) + 1

def branching(x):
    y = x * 2
    if y.sum() > 0:
        return y + 1
    return y - 1

def layer(x):
    return torch.nn.functional.linear(x, torch.ones(2, x.shape[-1])).relu().relu()

def shapes(x):
    return x.relu().sum() + x[0].relu().sum() + x[:, 1:].relu().sum().exp()

def chain(x):
    for _ in range(3):
        x = x * 2
    return x.exp()
"""
namespace: dict = {}
exec(FUNCTIONS, namespace)
activate, branching, layer, shapes, chain = (
    namespace[name] for name in ("activate", "branching", "layer", "shapes", "chain")
)


def profiled(generator):
    yield activate, whole(generator, 2)
    yield chain, whole(generator, 2)
    yield layer, whole(generator, 2, 3)
    yield shapes, whole(generator, 3, 4)


def run_operations(operations, function, x):
    calls = 0

    def watched(x):
        nonlocal calls
        calls += 1
        return function(x)

    found = operations(watched, x)
    return {"operations": found, "calls of function": calls}


def expected_operations(function, x):
    with profile(activities=[ProfilerActivity.CPU]) as found:
        function(x)
    names = [event.name for event in found.events()]
    counts = {name: names.count(name) for name in names}
    return {"operations": counts, "calls of function": 1}


def compilations(generator):
    two = torch.ones(2)
    yield activate, [two, two + 1]
    yield activate, [two, torch.ones(3), torch.ones(4), two]
    yield branching, [two, -two]
    yield activate, [two]  # after something else was compiled


COUNTED: dict = {}  # a compilation takes a while, and most stored mistakes leave `graphs` alone


def run_graphs(graphs, function, inputs):
    key = getattr(graphs, "__code__", graphs), function, len(inputs)
    if key not in COUNTED:
        forgotten, earlier = True, []
        fast = torch.compile(chain, backend=lambda g, _: earlier.append(g) or g.forward)
        late = len(inputs) == 1
        if late:
            fast(inputs[0])
        count = graphs(function, inputs)
        if late:
            fast(inputs[0])  # is compiled anew where nothing compiled earlier is left
            forgotten = len(earlier) > 1
        COUNTED[key] = {"graphs": count, "earlier ones are forgotten": forgotten}
    return COUNTED[key]


def expected_graphs(function, inputs):
    count = 3 if function is branching else len({x.shape for x in inputs})
    return {"graphs": count, "earlier ones are forgotten": True}


def vectors(generator):
    yield (torch.tensor([1.0]),)
    yield (torch.tensor([-2.0]),)
    yield (torch.tensor([1.0, -1.0]),)
    yield (torch.tensor([3.0, -1.0, -1.0]),)
    yield (torch.tensor([0.5, -0.25]),)
    yield (torch.tensor([-1.0, 3.0]),)
    yield (torch.tensor([2.0, -5.0, 1.0]),)
    yield (whole(generator, 4),)
    yield (torch.tensor([2e4, -1e4, 0.5]),)
    yield (-(whole(generator, 150) + 2.5),)


def balance(x):
    return 2 * x if x.sum().item() > 0 else x - 1


def run_compiled(balance, x):
    key = getattr(balance, "__code__", balance)
    if key not in COUNTED:
        count = 0

        def backend(graph_module, example_inputs):
            nonlocal count
            count += 1
            return graph_module.forward

        torch.compiler.reset()
        found = torch.compile(balance, backend=backend)(x)
        COUNTED[key] = {"result": found, "graphs": count}
    return COUNTED[key]


CHECKS = [
    Check(
        name="median_time",
        inputs=experiments,
        run=run_median,
        expected=expected_median,
        french={"median": "médiane", "calls of function": "appels de function"},
    ),
    Check(
        name="operations",
        inputs=profiled,
        run=run_operations,
        expected=expected_operations,
        french={"operations": "opérations", "calls of function": "appels de function"},
    ),
    Check(
        name="graphs",
        inputs=compilations,
        run=run_graphs,
        expected=expected_graphs,
        french={"earlier ones are forgotten": "les précédents sont oubliés", "graphs": "graphes"},
    ),
    Check(name="balance", inputs=vectors, expected=balance),
    Check(
        name="balance",
        shown_as="torch.compile(balance)",
        inputs=lambda generator: [(torch.tensor([2.0, -1.0]),)],
        run=run_compiled,
        expected=lambda x: {"result": balance(x), "graphs": 1},
        french={"result": "résultat", "graphs": "graphes"},
    ),
]
