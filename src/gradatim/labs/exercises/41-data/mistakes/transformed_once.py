"""The transform is applied once, when the table is made; a random one should differ each time.

fr: La transform est appliquée une fois, à la création ; une transform aléatoire doit différer
chaque fois.
"""


class Table(Table):
    def __init__(self, rows, names, transform=None):
        super().__init__(rows, names, None)
        if transform is not None:
            self.rows = torch.stack([transform(row.clone()) for row in self.rows])
