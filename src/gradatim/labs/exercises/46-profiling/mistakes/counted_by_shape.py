"""The entries of one operation on inputs of several shapes overwrite each other; add their counts.

fr: Les entrées d'une opération sur des entrées de formes différentes s'écrasent ; ajoutez leurs
nombres.
"""


def operations(function, x):
    with profile(activities=[ProfilerActivity.CPU], record_shapes=True) as found:
        function(x)
    return {e.key: e.count for e in found.key_averages(group_by_input_shape=True)}
