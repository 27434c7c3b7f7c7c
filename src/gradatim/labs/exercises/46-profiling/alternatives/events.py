from collections import Counter


def median_time(function, clock, warmup, repeats):
    durations = []
    for k in range(warmup + repeats):
        before = clock()
        function()
        after = clock()
        if k >= warmup:
            durations.append(after - before)
    durations.sort()
    return durations[repeats // 2]


def operations(function, x):
    with torch.profiler.profile() as found:
        function(x)
    return dict(Counter(event.name for event in found.events()))


class Count:
    def __init__(self):
        self.n = 0

    def __call__(self, graph_module, example_inputs):
        self.n += 1
        return graph_module


def graphs(function, inputs):
    torch.compiler.reset()
    count = Count()
    compiled = torch.compile(function, backend=count, dynamic=False)
    [compiled(x) for x in inputs]
    return count.n


def balance(x):
    positive = (x.sum() > 0).float()
    return positive * (2 * x) + (1 - positive) * (x - 1)
