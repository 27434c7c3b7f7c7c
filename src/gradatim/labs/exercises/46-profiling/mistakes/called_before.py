"""function is called once more before the profiler starts, to warm up.

fr: function est appelée une fois de plus avant le profileur, pour chauffer.
"""


def operations(function, x):
    function(x)
    with profile(activities=[ProfilerActivity.CPU]) as found:
        function(x)
    return {entry.key: entry.count for entry in found.key_averages()}
