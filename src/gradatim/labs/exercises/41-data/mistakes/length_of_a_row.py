"""len gives the number of columns, not of rows.

fr: len donne le nombre de colonnes, pas de lignes.
"""


class Table(Table):
    def __len__(self):
        return self.rows.shape[1]
