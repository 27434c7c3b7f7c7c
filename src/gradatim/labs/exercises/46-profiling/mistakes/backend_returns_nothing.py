"""The backend returns nothing; it must return what will be called, graph_module.forward.

fr: Le backend ne renvoie rien ; il doit renvoyer ce qui sera appelé, graph_module.forward.
"""


def graphs(function, inputs):
    torch.compiler.reset()
    compiled = []
    fast = torch.compile(function, backend=lambda g, e: compiled.append(g), dynamic=False)
    for x in inputs:
        fast(x)
    return len(compiled)
