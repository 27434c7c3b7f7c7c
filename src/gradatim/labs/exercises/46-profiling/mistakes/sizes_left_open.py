"""Without dynamic=False the second size is compiled for all further ones.

fr: Sans dynamic=False, la deuxième taille est compilée pour toutes les suivantes.
"""


def graphs(function, inputs):
    torch.compiler.reset()
    compiled = []

    def backend(graph_module, example_inputs):
        compiled.append(graph_module)
        return graph_module.forward

    fast = torch.compile(function, backend=backend)
    for x in inputs:
        fast(x)
    return len(compiled)
