"""An item is a list; it is the tuple (x, label).

fr: Un élément est une liste ; c'est le tuple (x, label).
"""


class Table(Dataset):
    def __init__(self, rows, names, transform=None):
        self.rows = torch.tensor(rows, dtype=torch.float32)
        self.classes = sorted(set(names))
        self.labels = [self.classes.index(name) for name in names]
        self.transform = transform

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        x = self.rows[i].clone()
        if self.transform is not None:
            x = self.transform(x)
        return [x, self.labels[i]]
