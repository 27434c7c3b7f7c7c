"""The operations inside the graphs are counted; the graphs themselves are asked for.

fr: Les opérations dans les graphes sont comptées ; les graphes eux-mêmes sont demandés.
"""


def graphs(function, inputs):
    torch.compiler.reset()
    sizes = []

    def backend(graph_module, example_inputs):
        sizes.append(len(graph_module.graph.nodes))
        return graph_module.forward

    fast = torch.compile(function, backend=backend, dynamic=False)
    for x in inputs:
        fast(x)
    return sum(sizes)
