"""Residual networks: published counts, torchvision's names, both kinds of shortcut."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.vision.resnet import BasicBlock, PaddingShortcut, ResNet, ResNetConfig


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("resnet20", 269_722),
        ("resnet56", 853_018),
        ("resnet18", 11_689_512),
        ("resnet34", 21_797_672),
        ("resnet50", 25_557_032),
    ],
)
def test_has_the_published_number_of_parameters(name, count):
    with torch.device("meta"):
        model = ResNet(ResNet.configs[name]())
    assert sum(p.numel() for p in model.parameters()) == count


def test_layers_are_named_and_shaped_as_in_torchvision():
    with torch.device("meta"):
        state = ResNet(ResNetConfig.resnet18()).state_dict()
    assert len(state) == 122
    shapes = {name: tuple(tensor.shape) for name, tensor in state.items()}
    assert shapes["conv1.weight"] == (64, 3, 7, 7)
    assert shapes["bn1.running_var"] == (64,)
    assert shapes["layer1.1.conv2.weight"] == (64, 64, 3, 3)
    assert shapes["layer2.0.downsample.0.weight"] == (128, 64, 1, 1)
    assert shapes["layer2.0.downsample.1.num_batches_tracked"] == ()
    assert "layer2.1.downsample.0.weight" not in shapes
    assert shapes["layer4.1.bn2.bias"] == (512,)
    assert shapes["fc.weight"] == (1000, 512)


@pytest.mark.parametrize("name", ["resnet18", "resnet50"])
def test_gives_the_logits_of_transformers_with_the_same_weights(name):
    transformers = pytest.importorskip("transformers")
    config = ResNet.configs[name](n_classes=7)
    ours = ResNet(config).eval()
    peer = transformers.ResNetForImageClassification(
        transformers.ResNetConfig(
            embedding_size=64,
            hidden_sizes=[w * (4 if config.bottleneck else 1) for w in config.widths],
            depths=list(config.depths),
            layer_type="bottleneck" if config.bottleneck else "basic",
            num_labels=7,
        )
    ).eval()
    # Both list their layers from the image to the logits, but for the place of the shortcuts.
    state = {k: v for k, v in peer.state_dict().items() if "shortcut" not in k}
    names = [k for k in ours.state_dict() if "downsample" not in k]
    shortcuts = [k for k in peer.state_dict() if "shortcut" in k]
    ours_shortcuts = [k for k in ours.state_dict() if "downsample" in k]
    mapped = dict(zip(names, state.values(), strict=True))
    if config.bottleneck:  # there the first stage widens too
        assert len(shortcuts) == 4 * 6
    mapped |= {a: peer.state_dict()[b] for a, b in zip(ours_shortcuts, shortcuts, strict=True)}
    ours.load_state_dict(mapped)
    x = torch.randn(2, 3, 64, 64)
    with torch.no_grad():
        torch.testing.assert_close(ours(x), peer(x).logits, rtol=1e-4, atol=1e-4)


def test_padding_shortcut_keeps_every_second_pixel_and_adds_empty_maps():
    x = torch.randn(1, 4, 6, 6)
    y = PaddingShortcut(4, stride=2)(x)
    assert y.shape == (1, 8, 3, 3)
    assert torch.equal(y[:, 2:6], x[:, :, ::2, ::2])
    assert y[:, :2].count_nonzero() == y[:, 6:].count_nonzero() == 0


def test_padding_takes_every_second_pixel_and_keeps_the_memory_order_of_gradients():
    x = torch.rand(2, 4, 7, 6).to(memory_format=torch.channels_last).requires_grad_()
    y = PaddingShortcut(0, stride=2)(x)
    assert torch.equal(y, x[:, :, ::2, ::2])
    y.backward(torch.ones_like(y))
    assert x.grad.is_contiguous(memory_format=torch.channels_last)
    assert x.grad.sum() == y.numel()


def test_a_block_with_nothing_to_add_is_the_identity():
    block = BasicBlock(8, 8, stride=1, shortcut="padding").eval()
    torch.nn.init.zeros_(block.bn2.weight)
    x = torch.rand(2, 8, 5, 5)  # positive, as after a ReLU
    assert torch.equal(block(x), x)


def test_depth_counts_the_layers_with_weights():
    for name, layers in [("resnet20", 20), ("resnet56", 56), ("digits", 8)]:
        with torch.device("meta"):
            model = ResNet(ResNet.configs[name]())
        weights = [p for p in model.parameters() if p.ndim > 1]
        assert len(weights) == layers


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"widths": (16, 32)},
            r"depths is \(3, 3, 3\) and widths is \(16, 32\): give equally many",
        ),
        ({"shortcut": "project"}, "did you mean 'projection'"),
        ({"bottleneck": True}, "bottleneck blocks need a projection"),
        ({"stem": "imagnet"}, "did you mean 'imagenet'"),
    ],
)
def test_wrong_sizes_are_refused_in_words(wrong, message):
    with pytest.raises(UserError, match=message):
        ResNetConfig(**wrong)
