import numpy as np
import torch


def accuracy(logits, labels):
    return float(np.mean(logits.numpy().argmax(1) == labels.numpy()))


def softmax(logits):
    z = logits.numpy()
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return torch.from_numpy(e / e.sum(axis=1, keepdims=True))


def channel_means(images):
    return images.transpose(0, 1).flatten(1).mean(1)
