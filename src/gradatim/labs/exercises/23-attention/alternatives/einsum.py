import math


def weights(q, k):
    scores = torch.einsum("btd,bsd->bts", q, k) / math.sqrt(k.size(2))
    scores = scores - scores.amax(2, keepdim=True)
    return scores.exp() / scores.exp().sum(2, keepdim=True)


def attention(q, k, v):
    return torch.einsum("bts,bse->bte", weights(q, k), v)


def split_heads(x, n_heads):
    B, T, C = x.shape
    return x.view(B, T, n_heads, C // n_heads).permute(0, 2, 1, 3)


def merge_heads(x):
    B, H, T, D = x.shape
    return x.permute(0, 2, 1, 3).contiguous().view(B, T, H * D)
