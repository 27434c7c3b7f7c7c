"""Nothing is dropped: x comes back unchanged in training too.

fr: Rien n'est supprimé : x revient tel quel à l'entraînement aussi.
"""


class Dropout(Dropout):
    def forward(self, x):
        return x
