"""A ReLU is applied to x before the first convolution.

fr: Une ReLU est appliquée à x avant la première convolution.
"""


class Block(Block):
    def forward(self, x):
        return torch.relu(self.conv2(torch.relu(self.conv1(torch.relu(x)))) + self.skip(x))
