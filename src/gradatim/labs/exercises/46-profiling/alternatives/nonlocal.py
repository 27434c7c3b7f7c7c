def median_time(function, clock, warmup, repeats):
    for _ in range(warmup):
        function()

    def once():
        start = clock()
        function()
        return clock() - start

    return torch.tensor([once() for _ in range(repeats)], dtype=torch.float64).median().item()


def operations(function, x):
    found = profile(activities=[ProfilerActivity.CPU])
    found.start()
    function(x)
    found.stop()
    counts = {}
    for entry in found.key_averages():
        counts[entry.key] = counts.get(entry.key, 0) + entry.count
    return counts


def graphs(function, inputs):
    torch.compiler.reset()
    n = 0

    def backend(graph, examples):
        nonlocal n
        n += 1
        return lambda *arguments: graph(*arguments)

    optimised = torch.compile(dynamic=False, backend=backend)(function)
    for x in inputs:
        optimised(x)
    return n


def balance(x):
    return x + torch.where(x.sum() > 0, x, torch.full_like(x, -1.0))
