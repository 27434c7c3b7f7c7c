"""A small character GPT on Tiny Shakespeare: our recipe against nanoGPT's settings for a CPU.

The peer is a plain PyTorch loop with the settings that the README of nanoGPT (Karpathy 2022) gives
for a laptop: 4 layers, 4 heads, 128 wide, context 64, 2,000 steps of 12 windows, AdamW at 1e-3.
Ours is the network of the speed records at the same sizes, learned by Muon. Both train on the same
characters and are measured on the whole validation text. Times are core-seconds of the
training and one such measurement; where the processor multiplies bfloat16 fast, ours also runs so.
"""

import math
import tempfile
import time
from collections.abc import Callable
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from benchmarks.history import Figure
from gradatim.data.language import text
from gradatim.data.language.lm_batches import held_out_windows
from gradatim.data.language.tokenizers import character_tokenizer, encode
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.recipes import get
from gradatim.recipes.options import change, values_of
from gradatim.recipes.runs import open_run, start
from gradatim.training import RuntimeOptions
from gradatim.training.device import fast_bfloat16

Precision = Literal["float32", "bfloat16"]
CONTEXT, PEER_STEPS = 64, 2_000


def validation_loss(model: nn.Module, tokens: Tensor) -> float:
    """Mean loss over the whole validation text, in windows side by side."""
    inputs, targets = held_out_windows(tokens, CONTEXT, CONTEXT)
    model.eval()
    with torch.no_grad():
        total = sum(
            F.cross_entropy(model(x).flatten(0, 1), y.flatten(), reduction="sum").item()
            for x, y in zip(inputs.split(128), targets.split(128), strict=True)
        )
    return total / int((targets >= 0).sum())


def train_as_nanogpt(tokens: Tensor) -> nn.Module:
    """AdamW, warm-up of 100 steps, cosine to a tenth, decay 0.1 on matrices, clipping at 1."""
    torch.manual_seed(1337)
    config = GPTConfig(vocabulary_size=65, context=CONTEXT, width=128, n_layers=4, n_heads=4)
    model = GPT(config)
    groups = [
        {"params": [p for p in model.parameters() if p.ndim >= 2], "weight_decay": 0.1},
        {"params": [p for p in model.parameters() if p.ndim < 2], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.99))
    steps = torch.arange(CONTEXT)
    for step in range(PEER_STEPS):
        falling = 0.5 * (1 + math.cos(math.pi * max(0, step - 100) / (PEER_STEPS - 100)))
        rate = 1e-3 * (step + 1) / 101 if step < 100 else 1e-4 + 9e-4 * falling
        for group in optimizer.param_groups:
            group["lr"] = rate
        places = torch.randint(len(tokens) - CONTEXT, (12, 1)) + steps  # (12, T)
        logits = model(tokens[places])
        loss = F.cross_entropy(logits.flatten(0, 1), tokens[places + 1].flatten())
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
    return model


def train_ours(steps: int, precision: Precision) -> nn.Module:
    """Our recipe with so many steps, through the whole loop of the project."""
    changes = {"steps": steps, "evaluate_every": steps, "threads": torch.get_num_threads()}
    recipe = change("shakespeare-gpt", get("shakespeare-gpt"), changes)
    options = RuntimeOptions(device="cpu", precision=precision)
    with tempfile.TemporaryDirectory() as folder:
        run, _ = start("shakespeare-gpt", recipe, f"{folder}/run", options=options, show=False)
        return open_run(run.folder)[1]


def main() -> list[Figure]:
    """Train both, ours also for as long as the peer; every line as soon as it is known."""
    shakespeare = text.load("shakespeare")
    tokenizer = character_tokenizer([shakespeare.train.read(), shakespeare.validation.read()])
    train, validation = (
        encode(tokenizer, part.read()) for part in (shakespeare.train, shakespeare.validation)
    )
    line = "{:<46}{:>7}{:>13}{:>10}{:>8}{:>17}"
    print(line.format("training", "steps", "core-s", "fraction", "s", "validation loss"))

    def measure(name: str, steps: int, build: Callable[[], nn.Module], peer: float = 0.0) -> float:
        begin, wall = time.process_time(), time.perf_counter()
        model = build()  # ours also writes a run folder and measures itself there
        loss = validation_loss(model, validation)
        seconds, wall = time.process_time() - begin, time.perf_counter() - wall
        figures = (f"{seconds:.1f}", f"{seconds / (peer or seconds):.2f}", f"{wall:.1f}")
        print(line.format(name, f"{steps:,}", *figures, f"{loss:.4f}"), flush=True)
        return seconds

    figures = []
    peer = measure("nanoGPT's settings, float32", PEER_STEPS, lambda: train_as_nanogpt(train))
    steps = values_of(get("shakespeare-gpt"))["steps"]
    precisions: list[Precision] = ["float32"]
    if fast_bfloat16(torch.device("cpu")):
        precisions.append("bfloat16")
    for precision in precisions:
        name = f"shakespeare-gpt, {precision}, all included"
        seconds = measure(name, steps, lambda: train_ours(steps, precision), peer)  # noqa: B023
        figures.append(Figure(f"shakespeare, {precision}", seconds, "core-s", peer))
    more = round(steps * peer / seconds)
    measure(name, more, lambda: train_ours(more, precision), peer)
    return figures
