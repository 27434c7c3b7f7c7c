"""What a feature map looks for: the image, made for it, to which it responds most.

Shapes: N maps, B images, C channels, S height and width.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from gradatim.insight.activation_maximization import maximize

N_STEPS = 40
LEARNING_RATE = 0.2


class UpTo(nn.Module):
    """A network up to one of its layers, for images (B, C, S, S)."""

    def __init__(self, model: nn.Module, layer: str) -> None:
        super().__init__()
        self.model, self.layer = model, layer

    def forward(self, images: Tensor) -> Tensor:
        """The layer's maps of every image."""
        found: list[Tensor] = []
        hook = self.model.get_submodule(self.layer).register_forward_hook(
            lambda module, inputs, output: found.append(output)
        )
        try:
            self.model(images)
        finally:
            hook.remove()
        return found[0]


def sought_images(
    model: nn.Module, layers: Sequence[str], shape: tuple[int, int, int], n_maps: int
) -> list[Tensor]:
    """Make an image for each of the first maps of some layers.

    Args:
        model: with convolutions.
        layers: names of some of them, as in `model.named_modules()`.
        shape: of an image, (C, S, S).
        n_maps: of each layer, or as many as it has.

    Returns:
        for each layer uint8 (N, S, S), each from its darkest to its brightest pixel.
    """
    made = []
    for layer in layers:
        module = model.get_submodule(layer)
        n = min(n_maps, int(module.out_channels))  # type: ignore[arg-type]

        def own_map(maps: Tensor, n: int = n) -> Tensor:
            return maps[torch.arange(n), torch.arange(n)].mean((1, 2))  # image i for map i

        images = maximize(
            UpTo(model, layer),
            own_map,
            (n, *shape),
            n_steps=N_STEPS,
            learning_rate=LEARNING_RATE,
            jitter=1,
        ).mean(1)  # (N, S, S)
        low, high = images.amin((1, 2), keepdim=True), images.amax((1, 2), keepdim=True)
        made.append((255 * (images - low) / (high - low).clamp(min=1e-6)).byte())
    return made
