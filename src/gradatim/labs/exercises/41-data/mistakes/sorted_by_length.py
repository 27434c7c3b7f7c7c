"""The examples are sorted by length; keep their order.

fr: Les exemples sont triés par longueur ; gardez leur ordre.
"""


def pad(items):
    xs, labels = zip(*sorted(items, key=lambda item: -len(item[0])))
    batch = nn.utils.rnn.pad_sequence(xs, batch_first=True)
    return batch, torch.tensor([len(x) for x in xs]), torch.tensor(labels)
