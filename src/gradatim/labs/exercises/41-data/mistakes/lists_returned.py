"""Lengths and labels are lists or tuples; tensors are asked for.

fr: Les longueurs et les étiquettes sont des listes ou des tuples ; il faut des tenseurs.
"""


def pad(items):
    xs, labels = zip(*items)
    batch = nn.utils.rnn.pad_sequence(xs, batch_first=True)
    return batch, [len(x) for x in xs], list(labels)
