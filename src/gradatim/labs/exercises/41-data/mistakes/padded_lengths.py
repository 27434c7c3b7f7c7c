"""The lengths are those after padding, all the same; those before are asked for.

fr: Les longueurs sont celles d'après le remplissage, toutes égales ; il faut celles d'avant.
"""


def pad(items):
    batch, lengths, labels = [torch.tensor([label for _, label in items])] * 3
    batch = nn.utils.rnn.pad_sequence([x for x, _ in items], batch_first=True)
    return batch, torch.tensor([len(row) for row in batch]), labels
