"""The class cannot be built without arguments, as a tournament does it: give them defaults.

fr: La classe ne se construit pas sans argument, comme le fait un tournoi : donnez des défauts.
"""


class MyPlayer(MyPlayer):
    def __init__(self, name):
        super().__init__(name)
