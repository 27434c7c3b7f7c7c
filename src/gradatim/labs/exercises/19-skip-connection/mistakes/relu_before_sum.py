"""The last ReLU comes before the sum: the block can then only increase x, never decrease it.

fr: La dernière ReLU vient avant la somme : le bloc ne peut alors qu'augmenter x, jamais le
diminuer.
"""


class Block(Block):
    def forward(self, x):
        return torch.relu(self.conv2(torch.relu(self.conv1(x)))) + self.skip(x)
