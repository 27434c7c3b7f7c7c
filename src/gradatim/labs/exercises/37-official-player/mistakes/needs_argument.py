"""The class cannot be built without arguments, as a tournament does: give them defaults.

fr: La classe ne peut pas être construite sans argument, comme le fait un tournoi : donnez des
valeurs par défaut.
"""


class MyPlayer(MyPlayer):
    def __init__(self, name):
        super().__init__(name)
