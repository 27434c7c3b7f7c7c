"""The function runs outside the profiler, which then sees nothing.

fr: La fonction s'exécute hors du profileur, qui ne voit alors rien.
"""


def operations(function, x):
    function(x)
    with profile(activities=[ProfilerActivity.CPU]) as found:
        pass
    return {entry.key: entry.count for entry in found.key_averages()}
