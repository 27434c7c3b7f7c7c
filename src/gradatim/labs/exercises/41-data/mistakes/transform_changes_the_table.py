"""The item is a view of the stored rows: a transform that works in place changes the table. Clone
it.

fr: L'élément est une vue des lignes stockées : une transform sur place modifie la table. Clonez-le.
"""


class Table(Table):
    def __getitem__(self, i):
        x = self.rows[i]
        return (x if self.transform is None else self.transform(x)), self.labels[i]
