"""The rows stay float64, NumPy's type; layers want float32.

fr: Les lignes restent en float64, le type de NumPy ; les couches veulent float32.
"""


class Table(Table):
    def __init__(self, rows, names, transform=None):
        super().__init__(rows, names, transform)
        self.rows = torch.tensor(rows)
