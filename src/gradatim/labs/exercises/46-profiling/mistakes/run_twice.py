"""The function runs twice under the profiler, so every count is doubled.

fr: La fonction s'exécute deux fois sous le profileur : chaque compte est doublé.
"""


def operations(function, x):
    with profile(activities=[ProfilerActivity.CPU]) as found:
        function(x)
        function(x)
    return {entry.key: entry.count for entry in found.key_averages()}
