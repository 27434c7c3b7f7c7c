"""torch.compiler.reset() is not called first: what was compiled earlier can be used again.

fr: torch.compiler.reset() n'est pas appelé d'abord : ce qui a été compilé avant peut resservir.
"""


def graphs(function, inputs):
    compiled = []

    def backend(graph_module, example_inputs):
        compiled.append(graph_module)
        return graph_module.forward

    fast = torch.compile(function, backend=backend, dynamic=False)
    for x in inputs:
        fast(x)
    return len(compiled)
