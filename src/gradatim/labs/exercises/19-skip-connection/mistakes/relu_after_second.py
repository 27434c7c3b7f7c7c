"""There is a ReLU after the second convolution as well, before the sum.

fr: Il y a aussi une ReLU après la seconde convolution, avant la somme.
"""


class Block(Block):
    def forward(self, x):
        return torch.relu(torch.relu(self.conv2(torch.relu(self.conv1(x)))) + self.skip(x))
