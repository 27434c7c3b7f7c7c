"""What the transform returns is thrown away; only one that works in place then has an effect.

fr: Ce que renvoie la transform est jeté ; seule une transform qui agit sur place a alors un effet.
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
            self.transform(x)
        return x, self.labels[i]
