"""The compiled function is called with the first input only.

fr: La fonction compilée n'est appelée qu'avec la première entrée.
"""


def graphs(function, inputs):
    return _graphs(function, inputs[:1])


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
