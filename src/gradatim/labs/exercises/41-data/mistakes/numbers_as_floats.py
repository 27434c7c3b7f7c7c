"""Lengths or labels are floating-point numbers; int64 is asked for.

fr: Les longueurs ou les étiquettes sont à virgule ; il faut int64.
"""


def pad(items):
    batch, lengths, labels = _padded(items)
    return batch, lengths.float(), labels.float()


def _padded(items):
    xs, labels = zip(*items)
    batch = nn.utils.rnn.pad_sequence(xs, batch_first=True)
    return batch, torch.tensor([len(x) for x in xs]), torch.tensor(labels)
