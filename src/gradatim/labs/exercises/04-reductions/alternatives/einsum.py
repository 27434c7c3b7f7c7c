import torch


def accuracy(logits, labels):
    return torch.eq(logits.max(1).indices, labels).double().mean()


def softmax(logits):
    return torch.exp(logits - torch.logsumexp(logits, dim=-1, keepdim=True))


def channel_means(images):
    B, C, H, W = images.shape
    return torch.einsum("bchw->c", images) / (B * H * W)
