"""There is no ReLU between the two convolutions: together they are one linear map.

fr: Il n'y a pas de ReLU entre les deux convolutions : ensemble elles sont linéaires.
"""


class Block(Block):
    def forward(self, x):
        return torch.relu(self.conv2(self.conv1(x)) + self.skip(x))
