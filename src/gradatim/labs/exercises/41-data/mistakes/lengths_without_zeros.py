"""The numbers that are not 0 are counted as the length; a sequence may hold zeros of its own.

fr: Les nombres différents de 0 sont comptés comme longueur ; une suite peut contenir des zéros.
"""


def pad(items):
    xs, labels = zip(*items)
    batch = nn.utils.rnn.pad_sequence(xs, batch_first=True)
    return batch, (batch != 0).sum(1), torch.tensor(labels)
