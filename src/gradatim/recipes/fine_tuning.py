"""Training on from what a network has learned: its new last layer first, then all of it.

A new layer begins at random and pulls at those below before it knows anything. So it learns alone
in the first steps, and later the others follow with a smaller learning rate.

Source: Howard and Ruder 2018, "Universal language model fine-tuning for text classification",
arXiv:1801.06146, sections 3.2 (discriminative rates) and 3.3 (gradual unfreezing, here in two
steps).
"""

from dataclasses import dataclass
from typing import Annotated, Any

from torch import Tensor, nn

from gradatim.data.sampler import ShuffledIndices
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.own_classes import last_linear
from gradatim.models.vision.vit import resized_positions
from gradatim.spelling import spelled
from gradatim.training import OptimizerConfig
from gradatim.validation import require_fraction, require_part

NOTHING_LEARNED = "no layer has learned before"  # why nothing reads these
OPTIONS = ("frozen", "lr_ratio")
CHANNELS = (1, 3)  # of images: gray, color

LoraRank = Annotated[
    int,
    Help("rank of the changes that learn instead of the weights (LoRA), at least 0; 0: none"),
]


@dataclass(frozen=True, kw_only=True)
class FineTuning:
    """How a network goes on that has learned before."""

    frozen: Annotated[
        float,
        Help(
            "fraction of the steps in which only the last layer learns, if others have before, "
            "0 to below 1"
        ),
    ] = 0.1
    lr_ratio: Annotated[
        float,
        Help(
            "learning rate of layers that have learned before, relative to the last layer's, "
            "above 0 to 1"
        ),
    ] = 0.3

    def __post_init__(self) -> None:
        require_fraction(self, "frozen")
        require_part(self, "lr_ratio")


def learn_in_turn(model: nn.Module, order: ShuffledIndices, n_frozen: int) -> None:
    """Let only the last layer learn in the first `n_frozen` steps, and all layers from then on."""
    # Counted by the batches drawn, which a checkpoint keeps: a resumed run thaws at the same step.
    frozen = order.epoch * order.steps_per_epoch + order.position <= n_frozen
    last = {id(p) for p in last_linear(model).parameters()}
    for parameter in model.parameters():
        parameter.requires_grad_(id(parameter) in last or not frozen)


def slower_groups(
    groups: list[dict[str, Any]], model: nn.Module, config: OptimizerConfig, ratio: float
) -> list[dict[str, Any]]:
    """Optimizer groups in which all layers but the last learn at `ratio` of the rate."""
    last = {id(p) for p in last_linear(model).parameters()}
    apart = []
    for group in groups:
        rate = group.get("lr", config.learning_rate)
        new = [p for p in group["params"] if id(p) in last]
        old = [p for p in group["params"] if id(p) not in last]
        apart += [{**group, "params": new, "lr": rate}]
        apart += [{**group, "params": old, "lr": rate * ratio}]
    return apart


def load_all_but_last(network: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    """Take over the weights of another network, except those of its last layer.

    A first convolution that was trained on color reads gray as three equal channels, and the
    other way round; positions of a ViT are interpolated to the number of patches.

    Args:
        network: gets them.
        weights: of the other, by name.
        name: of the other, for the message.

    Raises:
        UserError: its layers have other names or sizes.
    """
    own = network.state_dict()
    last = last_linear(network)
    new = {n for n, module in network.named_modules() if module is last}
    wanted = {n: w for n, w in own.items() if n.rpartition(".")[0] not in new}
    taken = {
        n: _fitted(w, wanted[n]) if n in wanted else w
        for n, w in weights.items()
        if n.rpartition(".")[0] not in new
    }
    unlike = {n for n in wanted if n not in taken or taken[n].shape != wanted[n].shape}
    if unlike or taken.keys() - wanted:
        first = min(unlike | (taken.keys() - wanted))
        raise UserError(
            f"the weights of {name} do not fit this network, for example {first}: give a run of "
            f"the same recipe and sizes, or {spelled('init_from', 'none')}."
        )
    network.load_state_dict(taken, strict=False)


def _fitted(theirs: Tensor, own: Tensor) -> Tensor:
    """Weights of a first layer that reads another number of channels, or of patches."""
    if theirs.shape == own.shape:
        return theirs
    if theirs.ndim == own.ndim == 4 and {theirs.shape[1], own.shape[1]} == set(CHANNELS):
        # On a gray image all three channels are equal, so their weights act as a sum; spread over
        # three, the sum stays.
        gray = theirs.sum(1, keepdim=True)
        return gray.expand_as(own).div(own.shape[1]) if gray.shape[0] == own.shape[0] else theirs
    if theirs.ndim == own.ndim == 3 and theirs.shape[::2] == own.shape[::2]:
        return resized_positions(theirs, own.shape[1] - 1)
    return theirs
