"""The heads are averaged; they should be put side by side.

fr: Les têtes sont moyennées ; il faut les mettre côte à côte.
"""


def merge_heads(x):
    return x.mean(1)
