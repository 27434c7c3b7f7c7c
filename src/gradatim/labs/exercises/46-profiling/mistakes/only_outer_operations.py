"""Only the operations that the function calls itself are listed; those inside them count too.

fr: Seules les opérations appelées par la fonction elle-même sont listées ; celles à l'intérieur
comptent aussi.
"""


def operations(function, x):
    with profile(activities=[ProfilerActivity.CPU]) as found:
        function(x)
    names = [event.name for event in found.events() if event.cpu_parent is None]
    return {name: names.count(name) for name in names}
