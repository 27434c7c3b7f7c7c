"""The parameters have not changed: p = p - ... for instance makes a new tensor, and the network
keeps the old one. Change p in place.

fr: Les paramètres n'ont pas changé : p = p - ... par exemple crée un nouveau tenseur, et le réseau
garde l'ancien. Modifiez p sur place.
"""


class Adam(Adam):
    def step(self):
        pass
