"""There is no ReLU between the two convolutions: together they are one linear map.

fr: Il n'y a pas de ReLU entre les deux convolutions : ensemble elles ne sont qu'une application
linéaire.
"""


class Block(Block):
    def forward(self, x):
        return torch.relu(self.conv2(self.conv1(x)) + self.skip(x))
