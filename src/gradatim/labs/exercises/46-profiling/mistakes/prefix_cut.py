"""The prefix aten:: is cut off the names; it belongs to them.

fr: Le préfixe aten:: est retiré des noms ; il en fait partie.
"""


def operations(function, x):
    with profile(activities=[ProfilerActivity.CPU]) as found:
        function(x)
    return {entry.key.removeprefix("aten::"): entry.count for entry in found.key_averages()}
