"""Train the small network that own images start from: photographs, emoji and letters.

`python -m benchmarks.pretrained_images RUN` trains it in a run folder, and writes its weights and
its card into the package (two minutes of one core). The images that people bring are photographs or
drawings, and their colors may mean something or nothing. So the network learns three things at
once, by one softmax over all classes: what is on a photograph (CIFAR-10), which emoji it is (drawn
by two publishers), and which letter or sign (in the faces of DejaVu, filled, as an outline or
hatched), in any place, size, angle and color, on plain, uneven or grainy paper or on a photograph.

A second run starts from the network that is shipped, so that time which is found later adds to it.

Geometric shapes are left out of emoji and signs: they are what `tests` and the documentation try
the network on.

Shapes: B images of a batch, K classes, N masks or tiles.
"""

import json
import math
import os
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import matplotlib
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

from gradatim.checksums import save_tensors, with_checksum
from gradatim.data import load
from gradatim.data.sampler import torch_generator
from gradatim.files import write_json
from gradatim.models.vision.pretrained import pretrained_card, pretrained_weights
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from gradatim.training import (
    OptimizerConfig,
    Run,
    Runtime,
    RuntimeOptions,
    Task,
    TrainConfig,
    train,
)

SIZE, STEPS, BATCH, SEED = 48, 1000, 64, 0
MEAN, STD = 0.5, 0.25
PARTS = (0.4, 0.2, 0.4)  # of a batch: photographs, emoji, signs
OUTLINED, HATCHED = 0.4, 0.25  # of the signs
CONFIG = ResNetConfig(
    widths=(32, 64, 128, 192), depths=(1, 1, 1, 1), stem="imagenet", shortcut="projection"
)
SIGNS = ((0x21, 0x7F), (0xA1, 0x180), (0x391, 0x3CA), (0x410, 0x450), (0x2190, 0x2200))
SIGNS += ((0x2200, 0x2300), (0x2600, 0x2700), (0x2701, 0x27C0))  # no geometric shapes: 25A0 to 25FF
GEOMETRIC = ("circle", "square", "triangle", "diamond", "star", "button", "hexagon", "heart")
GEOMETRIC += ("cross", "ballot", "multiplication x")
OUT = Path(__file__).parents[1] / "src/gradatim/models/vision/pretrained_images"


def emoji_tiles(folder: Path) -> tuple[Tensor, Tensor]:
    """Both drawings of every emoji, uint8 (N, 4, 32, 32), and which it is (N,)."""
    sheets = [
        np.asarray(Image.open(folder / f"{name}-sheet-32.png").convert("RGBA"))
        for name in ("noto", "twemoji")
    ]
    tiles, labels, number = [], [], 0
    for emoji in json.loads((folder / "emoji.json").read_text()):
        name = (emoji.get("name") or "").lower()
        if emoji["category"] == "Flags" or any(word in name for word in GEOMETRIC):
            continue
        x, y = 34 * emoji["sheet_x"] + 1, 34 * emoji["sheet_y"] + 1
        for sheet in sheets:
            tiles.append(sheet[y : y + 32, x : x + 32])
            labels.append(number)
        number += 1
    return torch.from_numpy(np.stack(tiles)).permute(0, 3, 1, 2), torch.tensor(labels)


def sign_masks() -> tuple[Tensor, Tensor]:
    """Letters and signs in several faces, uint8 (N, 1, 48, 48), and which it is (N,)."""
    fonts = sorted(Path(matplotlib.get_data_path(), "fonts/ttf").glob("DejaVu*.ttf"))
    masks, labels, number = [], [], 0
    drawn = [ImageFont.truetype(str(font), 34) for font in fonts if "Display" not in font.name]
    missing = [np.asarray(_drawn("\U000f0000", font)) for font in drawn]
    for code in (code for low, high in SIGNS for code in range(low, high)):
        if any(word in unicodedata.name(chr(code), "").lower() for word in GEOMETRIC):
            continue
        tried = [(_drawn(chr(code), font), gone) for font, gone in zip(drawn, missing, strict=True)]
        found = [
            np.asarray(m) for m, gone in tried if m.getbbox() and (np.asarray(m) != gone).any()
        ]
        if len(found) < 4:
            continue
        masks += found
        labels += [number] * len(found)
        number += 1
    return torch.from_numpy(np.stack(masks)).unsqueeze(1), torch.tensor(labels)


def _drawn(text: str, font: ImageFont.FreeTypeFont) -> Image.Image:
    mask = Image.new("L", (48, 48))
    ImageDraw.Draw(mask).text((24, 24), text, fill=255, font=font, anchor="mm")
    return mask


class MixedBatches:
    """Endless batches of photographs, emoji and signs; batch k depends on seed and k alone."""

    batch_size, steps_per_epoch = BATCH, 500

    def __init__(self) -> None:

        from gradatim.data.download import cache_folder  # noqa: F401

        photographs = load("cifar-10", "train")
        self.photographs, self.photo_labels = photographs.images, photographs.labels
        self.tiles, tiles_labels = emoji_tiles(Path(os.environ["GRADATIM_DATA"]) / "emoji")
        self.masks, mask_labels = sign_masks()
        self.tile_labels = tiles_labels + 10
        self.mask_labels = mask_labels + 10 + int(tiles_labels.max()) + 1
        self.n_classes = int(self.mask_labels.max()) + 1
        self.step = 0

    def __iter__(self) -> "MixedBatches":
        return self

    def state_dict(self) -> dict[str, int]:
        return {"step": self.step}

    def load_state_dict(self, state: dict[str, int]) -> None:
        self.step = state["step"]

    def __next__(self) -> tuple[Tensor, Tensor]:
        self.step += 1
        random = torch_generator(SEED, self.step, 0)
        n_photos, n_tiles, n_masks = (round(BATCH * part) for part in PARTS)
        photo = torch.randint(len(self.photographs), (n_photos,), generator=random)
        tile = torch.randint(len(self.tiles), (n_tiles,), generator=random)
        mask = torch.randint(len(self.masks), (n_masks,), generator=random)
        background = (
            self.photographs[
                torch.randint(len(self.photographs), (n_tiles + n_masks,), generator=random)
            ]
            .float()
            .div(255)
        )
        images = torch.cat(
            [
                moved(self.photographs[photo].float().div(255), random, smallest=0.7, angle=15),
                laid_on(background[:n_tiles], self.tiles[tile].float().div(255), random),
                laid_on(background[n_tiles:], self.masks[mask].float().div(255), random),
            ]
        )
        labels = torch.cat(
            [self.photo_labels[photo], self.tile_labels[tile], self.mask_labels[mask]]
        )
        return (recolored(images, random) - MEAN) / STD, labels


def moved(
    images: Tensor,
    random: torch.Generator,
    *,
    smallest: float,
    angle: float,
    outside: str = "reflection",
) -> Tensor:
    """Turn, scale, shift and squeeze images (B, C, H, W); (B, C, SIZE, SIZE)."""
    B = len(images)
    uniform = lambda low, high: low + (high - low) * torch.rand(B, generator=random)  # noqa: E731
    turn = uniform(-angle, angle) * math.pi / 180
    scale = torch.exp(uniform(math.log(smallest), math.log(1.15)))
    squeeze = torch.exp(uniform(-0.2, 0.2))
    flip = (
        torch.where(torch.rand(B, generator=random) < 0.5, -1.0, 1.0)
        if angle < 20
        else torch.ones(B)
    )
    room = (1 - scale).clamp(min=0.1)
    dx, dy = room * uniform(-1, 1), room * uniform(-1, 1)
    cos, sin = turn.cos() / scale, turn.sin() / scale
    matrix = torch.stack(
        [
            torch.stack([flip * cos * squeeze, sin * squeeze, torch.zeros(B)], 1),
            torch.stack([-sin / squeeze * flip, cos / squeeze, torch.zeros(B)], 1),
        ],
        1,
    )  # (B, 2, 3)
    matrix[:, :, 2] = -(matrix[:, :, :2] @ torch.stack([dx, dy], 1)[:, :, None])[:, :, 0]
    grid = F.affine_grid(matrix, [B, images.shape[1], SIZE, SIZE], align_corners=False)
    return F.grid_sample(images, grid, padding_mode=outside, align_corners=False)


def laid_on(background: Tensor, tiles: Tensor, random: torch.Generator) -> Tensor:
    """Draw tiles (B, 4, H, W) or masks (B, 1, H, W) on plain colors or on photographs."""
    B = len(tiles)
    if tiles.shape[1] == 1:
        tiles = in_a_style(tiles, random)
        ink = torch.rand(B, 3, 1, 1, generator=random).expand(-1, -1, *tiles.shape[2:])
        tiles = torch.cat([ink, tiles], 1)
    tiles = torch.cat([tiles[:, :3] * tiles[:, 3:], tiles[:, 3:]], 1)  # so that edges mix rightly
    tiles = moved(tiles, random, smallest=0.45, angle=45, outside="zeros")
    color, alpha = tiles[:, :3], tiles[:, 3:]
    plain = torch.rand(B, 3, 1, 1, generator=random)
    ink = color.sum((2, 3), keepdim=True) / alpha.sum((2, 3), keepdim=True).clamp(min=1)
    near = ((plain - ink).abs().amax(1, keepdim=True) < 0.25).float()
    plain = near * (plain + 0.5).frac() + (1 - near) * plain  # or nothing would be seen
    plain = (plain + unevenness(B, random)).clamp(0, 1)
    on_photo = (torch.rand(B, 1, 1, 1, generator=random) < 0.25).float()
    photo = F.interpolate(background, (SIZE, SIZE), mode="bilinear")
    return color + (1 - alpha) * (on_photo * photo + (1 - on_photo) * plain)


def in_a_style(masks: Tensor, random: torch.Generator) -> Tensor:
    """Keep masks (B, 1, H, W) filled, or draw them as an outline, hatched or empty."""
    B, _, height, width = masks.shape
    uniform = lambda low, high: low + (high - low) * torch.rand(B, 1, 1, 1, generator=random)  # noqa: E731
    inside = -F.max_pool2d(-masks, 3, stride=1, padding=1)
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    angle, period = uniform(0, math.pi), uniform(3.5, 8)
    stripes = ((x * angle.cos() + y * angle.sin()) / period).frac().abs() < uniform(0.3, 0.6)
    style = torch.rand(B, 1, 1, 1, generator=random)
    hatched = (style < OUTLINED + HATCHED).float() * stripes.float()
    return torch.where(style < OUTLINED, masks - inside, masks - inside * (1 - hatched)).where(
        style < OUTLINED + HATCHED, masks
    )


def unevenness(n: int, random: torch.Generator) -> Tensor:
    """Slow changes of brightness over paper, of some images strong, (n, 1, SIZE, SIZE)."""
    coarse = torch.randn(n, 1, 5, 5, generator=random)
    strength = 0.15 * torch.rand(n, 1, 1, 1, generator=random).square()
    return strength * F.interpolate(coarse, (SIZE, SIZE), mode="bicubic")


def recolored(images: Tensor, random: torch.Generator) -> Tensor:
    """Change brightness, contrast and, of some, the order of channels, or light and dark."""
    B = len(images)
    chance = lambda p: torch.rand(B, 1, 1, 1, generator=random) < p  # noqa: E731
    gray = images.mean(1, keepdim=True)
    images = torch.where(chance(0.1), gray.expand_as(images), images)
    images = torch.where(chance(0.3), images[:, torch.randperm(3, generator=random)], images)
    images = torch.where(chance(0.15), 1 - images, images)
    contrast = 0.6 + 0.8 * torch.rand(B, 1, 1, 1, generator=random)
    brightness = 0.3 * torch.rand(B, 1, 1, 1, generator=random) - 0.15
    images = (images - 0.5) * contrast + 0.5 + brightness
    noise = 0.08 * torch.rand(B, 1, 1, 1, generator=random).square()  # of most a little
    return (images + noise * torch.randn(images.shape, generator=random)).clamp(0, 1)


class Pretraining(Task):
    """Cross-entropy over all classes; measured on CIFAR-10's test photographs."""

    has_validation = True

    def __init__(self) -> None:
        self.batches = MixedBatches()
        self.model = ResNet(replace(CONFIG, n_classes=self.batches.n_classes))
        if (OUT / "card.json").is_file():
            self.model.load_state_dict(pretrained_weights(), strict=False)
        test = load("cifar-10", "test")
        self.test = test.images[:2000], test.labels[:2000]

    def loss(self, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        images, labels = batch
        logits = self.model(images.contiguous(memory_format=torch.channels_last))
        right = (logits.detach().argmax(1) == labels).float()
        n = [round(BATCH * part) for part in PARTS]
        photos, emoji, signs = right.split(n)
        loss = F.cross_entropy(logits, labels, label_smoothing=0.05)
        return loss, {"photographs": photos.mean(), "emoji": emoji.mean(), "signs": signs.mean()}

    def evaluate(self, final: bool = False) -> dict[str, float]:
        images, labels = self.test
        images = F.interpolate(images.float() / 255, (SIZE, SIZE), mode="bilinear")
        logits = torch.cat([self.model((part - MEAN) / STD)[:, :10] for part in images.split(250)])
        right = (logits.argmax(1) == labels).float().mean().item()
        return {"loss": F.cross_entropy(logits, labels).item(), "accuracy": right}


def write(run: Run, folder: Path = OUT) -> None:
    """Write the weights of a run, but for its last layer, and their card into the package."""
    task = Pretraining()
    run.load_weights(task.model)
    before = pretrained_card() if (OUT / "card.json").is_file() else None
    weights = {n: w for n, w in task.model.state_dict().items() if not n.startswith("fc.")}
    half = {n: w.half() if w.is_floating_point() else w for n, w in weights.items()}
    folder.mkdir(exist_ok=True)
    save_tensors({n: w.contiguous() for n, w in half.items()}, folder / "model.safetensors")
    sizes = ("widths", "depths", "stem", "shortcut", "bottleneck")
    summary = run.summary()
    card = {
        "what": "ResNet for images of one's own to start from; its last layer is left out",
        "sizes": {name: getattr(CONFIG, name) for name in sizes},
        "mean": [MEAN] * 3,
        "std": [STD] * 3,
        "data": {
            "CIFAR-10": "50,000 photographs, two fifths of a batch; no license is stated",
            "emoji": "Noto (Apache 2.0) and Twemoji (CC BY 4.0), a fifth",
            "signs": "letters and signs in the faces of DejaVu (free license), filled, as an "
            "outline or hatched, two fifths",
            "left out": "flags and geometric shapes",
        },
        "training": {
            "command": "python -m benchmarks.pretrained_images RUN",
            "image_size": SIZE,
            "steps": summary["steps"],
            "batch_size": BATCH,
            "seed": SEED,
            "seconds": summary["seconds"],
            "energy": summary["energy"],
            "started from": before and {"sha256": before["sha256"], "training": before["training"]},
        },
        "measured": {
            "accuracy on 2,000 of CIFAR-10's test photographs": summary["metrics"]["accuracy"]
        },
        "limits": "Small images, few classes, little training: faces, text on photographs and "
        "medical images were never seen. Measure it on yours.",
    }
    write_json(folder / "card.json", with_checksum(card))


if __name__ == "__main__":
    torch.manual_seed(SEED)
    folder = Path(sys.argv[1])
    run = Run.open(folder) if folder.exists() else Run.create(folder, "pretrained-images", {})
    if not run.summary():
        optim = OptimizerConfig(optimizer="muon", learning_rate=0.02, weight_decay=0.01)
        config = TrainConfig(steps=STEPS, batch_size=BATCH, threads=1, optim=optim)
        train(Pretraining(), config, run, Runtime(RuntimeOptions(precision="bfloat16"), 1))
    write(run)
