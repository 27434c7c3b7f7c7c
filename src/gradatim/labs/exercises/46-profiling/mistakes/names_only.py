"""The names are listed without how often each was called.

fr: Les noms sont donnés sans le nombre d'appels de chacun.
"""


def operations(function, x):
    with profile(activities=[ProfilerActivity.CPU]) as found:
        function(x)
    return [entry.key for entry in found.key_averages()]
