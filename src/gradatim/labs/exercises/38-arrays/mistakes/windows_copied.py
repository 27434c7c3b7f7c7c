"""The windows are a copy: what is written into x later does not reach them. unfold gives a view.

fr: Les fenêtres sont une copie : ce qu'on écrit ensuite dans x ne les atteint pas. unfold donne une
vue.
"""


def windows(x, size):
    return torch.stack([x[i : i + size] for i in range(len(x) - size + 1)])
