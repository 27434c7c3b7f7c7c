"""Without a transform, None is called: test for it.

fr: Sans transform, c'est None qui est appelé : testez-le.
"""


class Table(Table):
    def __getitem__(self, i):
        return self.transform(self.rows[i].clone()), self.labels[i]
