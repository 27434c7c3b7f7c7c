"""fullgraph=True stops at the first break instead of counting the graphs.

fr: fullgraph=True s'arrête à la première coupure au lieu de compter les graphes.
"""


def graphs(function, inputs):
    torch.compiler.reset()
    compiled = []

    def backend(graph_module, example_inputs):
        compiled.append(graph_module)
        return graph_module.forward

    fast = torch.compile(function, backend=backend, dynamic=False, fullgraph=True)
    for x in inputs:
        fast(x)
    return len(compiled)
