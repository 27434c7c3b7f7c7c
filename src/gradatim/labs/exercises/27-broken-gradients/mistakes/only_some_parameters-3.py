"""Only the parameters of one kind of layer are changed; all parameters of the model are trained.

fr: Seuls les paramètres d'une sorte de couche sont modifiés ; tous les paramètres du modèle sont
entraînés.
"""

from torch import nn
from torch.nn import functional as F


def train(model, x, y, rate, steps):
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for layer in model.modules():
                for parameter in layer.parameters() if isinstance(layer, nn.Linear) else ():
                    parameter -= rate * parameter.grad
    return losses
