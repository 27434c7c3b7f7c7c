"""Each operation counts 1 however often it was called; entry.count tells.

fr: Chaque opération compte pour 1 quel que soit son nombre d'appels ; voyez entry.count.
"""


def operations(function, x):
    with profile(activities=[ProfilerActivity.CPU]) as found:
        function(x)
    return {entry.key: 1 for entry in found.key_averages()}
