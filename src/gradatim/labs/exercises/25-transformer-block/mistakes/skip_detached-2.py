class Block(Block):
    def forward(self, x):
        x = x + self.attend(self.norm1(x))
        return x.detach() + self.mlp(self.norm2(x))
