class Block(nn.Module):
    def __init__(self, width, n_heads):
        super().__init__()
        self.add_module("norm1", nn.LayerNorm(width))
        self.add_module("qkv", nn.Linear(width, width * 3))
        self.add_module("project", nn.Linear(width, width))
        self.add_module("norm2", nn.LayerNorm(width))
        self.add_module("up", nn.Linear(width, width * 4))
        self.add_module("down", nn.Linear(width * 4, width))
        self.heads = n_heads

    def forward(self, x):
        output, _ = F.multi_head_attention_forward(
            *(self.norm1(x).transpose(0, 1),) * 3,
            embed_dim_to_check=x.shape[-1],
            num_heads=self.heads,
            in_proj_weight=self.qkv.weight,
            in_proj_bias=self.qkv.bias,
            bias_k=None,
            bias_v=None,
            add_zero_attn=False,
            dropout_p=0.0,
            out_proj_weight=self.project.weight,
            out_proj_bias=self.project.bias,
            attn_mask=torch.ones(x.shape[1], x.shape[1]).triu(1).bool(),
            need_weights=False,
        )
        x = x + output.transpose(0, 1)
        return x + self.down(F.gelu(self.up(self.norm2(x))))
