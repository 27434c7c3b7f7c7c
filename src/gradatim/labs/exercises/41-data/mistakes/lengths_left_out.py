"""The lengths are missing: batch, lengths, labels.

fr: Les longueurs manquent : batch, lengths, labels.
"""


def pad(items):
    xs, labels = zip(*items)
    return nn.utils.rnn.pad_sequence(xs, batch_first=True), torch.tensor(labels)
