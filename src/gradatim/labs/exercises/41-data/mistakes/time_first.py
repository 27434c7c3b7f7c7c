"""The batch is (T, B), which pad_sequence gives without batch_first=True; (B, T) is asked for.

fr: Le lot est (T, B), ce que donne pad_sequence sans batch_first=True ; il faut (B, T).
"""


def pad(items):
    xs, labels = zip(*items)
    batch = nn.utils.rnn.pad_sequence(xs)
    return batch, torch.tensor([len(x) for x in xs]), torch.tensor(labels)
