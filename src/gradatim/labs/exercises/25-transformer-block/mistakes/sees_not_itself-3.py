"""The mask hides a position from itself: the diagonal belongs to what it sees.

fr: Le masque cache une position à elle-même : la diagonale fait partie de ce qu'elle voit.
"""


class Block(Block):
    def attend(self, x):
        T = x.shape[1]
        mask = torch.ones(T, T).tril(-1).bool()
        mask[0, 0] = True  # the first one has nothing else
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        y = F.scaled_dot_product_attention(q, k, v, mask)
        return self.project(y.transpose(1, 2).flatten(2))
