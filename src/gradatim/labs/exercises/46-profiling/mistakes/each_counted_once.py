"""Each operation counts 1 however often it was called: an entry of key_averages() has the number of
calls as its count; in events() every call is an entry of its own, with the count 1.

fr: Chaque opération compte pour 1 quel que soit son nombre d'appels : une entrée de key_averages() a
pour count le nombre d'appels ; dans events(), chaque appel est une entrée à part, de count 1.
"""


def operations(function, x):
    with profile(activities=[ProfilerActivity.CPU]) as found:
        function(x)
    return {entry.key: 1 for entry in found.key_averages()}
