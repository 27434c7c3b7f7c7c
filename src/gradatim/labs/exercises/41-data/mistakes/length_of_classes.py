"""len gives the number of classes, not of rows.

fr: len donne le nombre de classes, pas de lignes.
"""


class Table(Table):
    def __len__(self):
        return len(self.classes)
