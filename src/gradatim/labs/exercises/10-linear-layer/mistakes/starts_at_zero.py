"""All weights start at 0: in a hidden layer the neurons are then equal and stay so. Draw them at
random.

fr: Tous les poids partent de 0 : dans une couche cachée, les neurones sont alors égaux et le
restent. Tirez-les au hasard.
"""


class Linear(Linear):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__(n_in, n_out, bias)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)
