import numpy as np


def median_time(function, clock, warmup, repeats):
    [function() for _ in range(warmup)]
    durations = np.empty(repeats)
    for k in range(repeats):
        start = clock()
        function()
        durations[k] = clock() - start
    return float(np.median(durations))


def operations(function, x):
    with torch.no_grad(), profile(activities=[ProfilerActivity.CPU], record_shapes=True) as found:
        function(x)
    return {entry.key: entry.count for entry in found.key_averages()}


def graphs(function, inputs):
    from torch._dynamo.testing import CompileCounter

    torch.compiler.reset()
    counter = CompileCounter()
    compiled = torch.compile(function, backend=counter, dynamic=False)
    for x in inputs:
        compiled(x)
    return counter.frame_count


def balance(x):
    condition = x.sum() > 0
    return torch.stack([x - 1, x * 2])[condition.long()]
