"""The runs of the compiled graphs are counted: count when the backend is called, not when what it
returns is.

fr: Les exécutions des graphes compilés sont comptées : comptez quand le backend est appelé, non
quand ce qu'il renvoie l'est.
"""


def graphs(function, inputs):
    torch.compiler.reset()
    runs = []

    def backend(graph_module, example_inputs):
        def run(*args):
            runs.append(1)
            return graph_module.forward(*args)

        return run

    fast = torch.compile(function, backend=backend, dynamic=False)
    for x in inputs:
        fast(x)
    return len(runs)
