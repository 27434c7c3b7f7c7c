"""The skip connection is not added in the block.

fr: Le raccourci n'est pas ajouté dans le bloc.
"""


class Block(Block):
    def forward(self, x):
        return torch.relu(self.conv2(torch.relu(self.conv1(x))))
