"""The function is compiled anew for every input, and nothing is used again.

fr: La fonction est recompilée pour chaque entrée, et rien ne ressert.
"""


def graphs(function, inputs):
    total = 0
    for x in inputs:
        total += _graphs(function, [x])
    return total


def _graphs(function, inputs):
    torch.compiler.reset()
    compiled = []

    def backend(graph_module, example_inputs):
        compiled.append(graph_module)
        return graph_module.forward

    fast = torch.compile(function, backend=backend, dynamic=False)
    for x in inputs:
        fast(x)
    return len(compiled)
