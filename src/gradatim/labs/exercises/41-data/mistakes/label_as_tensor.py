"""The label is a tensor; an int is asked for.

fr: L'étiquette est un tenseur ; un int est demandé.
"""


class Table(Table):
    def __getitem__(self, i):
        x, label = super().__getitem__(i)
        return x, torch.tensor(label)
