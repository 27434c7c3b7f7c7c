"""torch.compile does nothing before the first call: call the compiled function.

fr: torch.compile ne fait rien avant le premier appel : appelez la fonction compilée.
"""


def graphs(function, inputs):
    compiled = []

    def backend(graph_module, example_inputs):
        compiled.append(graph_module)
        return graph_module.forward

    torch.compile(function, backend=backend, dynamic=False)
    for x in inputs:
        function(x)
    return len(compiled)
