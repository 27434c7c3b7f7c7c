"""The shorter ones are filled up with another number than 0.

fr: Les plus courtes sont complétées par un autre nombre que 0.
"""


def pad(items):
    xs, labels = zip(*items)
    batch = nn.utils.rnn.pad_sequence(xs, batch_first=True, padding_value=-1)
    return batch, torch.tensor([len(x) for x in xs]), torch.tensor(labels)
