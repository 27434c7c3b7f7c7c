class Block(Block):
    def forward(self, x):
        return self.mlp(self.norm2(self.attend(self.norm1(x))))
