"""function is called once more before the profiler starts; it is to be called exactly once.

fr: function est appelée une fois de plus avant le profileur ; elle doit l'être exactement une fois.
"""


def operations(function, x):
    function(x)
    with profile(activities=[ProfilerActivity.CPU]) as found:
        function(x)
    return {entry.key: entry.count for entry in found.key_averages()}
