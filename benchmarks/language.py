"""Our language models against the transformers library's: a training step, writing with a cache.

Same sizes, same batches, same precision, same optimizer, no dropout; the two take turns in one
process, on one thread, and what counts is processor time: what else the machine does changes the
clock. `GRADATIM_BENCH_COMPILE=1` adds the compiled steps (minutes of compiling).
"""

import itertools
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from rich.console import Console
from rich.table import Table
from torch import nn

from benchmarks.history import Figure
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.sampling import Sampling, generate
from gradatim.recipes.language.trained_model import STORIES, open_trained

VOCABULARY, CONTEXT, WIDTH, LAYERS, HEADS = 8192, 128, 384, 6, 6
BATCH, ROUNDS = 4, 15
PROMPTS, WRITTEN = (64, 256, 1024, 1920), 32
Loss = Callable[[], torch.Tensor]


def gpts(context: int = CONTEXT) -> tuple[nn.Module, nn.Module]:
    """A GPT-2 of ours and one of theirs."""
    from transformers import GPT2Config, GPT2LMHeadModel

    ours = GPTConfig(
        vocabulary_size=VOCABULARY, context=context, width=WIDTH, n_layers=LAYERS, n_heads=HEADS
    )
    theirs = GPT2Config(
        vocab_size=VOCABULARY,
        n_positions=context,
        n_embd=WIDTH,
        n_layer=LAYERS,
        n_head=HEADS,
        resid_pdrop=0,
        embd_pdrop=0,
        attn_pdrop=0,
        bos_token_id=None,
        eos_token_id=None,
    )
    return GPT(ours), GPT2LMHeadModel(theirs)


def llamas(context: int = CONTEXT) -> tuple[nn.Module, nn.Module]:
    """A LLaMA of ours and one of theirs, three query heads to a key head."""
    import transformers

    ours = LlamaConfig(
        vocabulary_size=VOCABULARY,
        context=context,
        width=WIDTH,
        hidden=1024,
        n_layers=LAYERS,
        n_heads=HEADS,
        n_key_heads=2,
    )
    theirs = transformers.LlamaConfig(
        vocab_size=VOCABULARY,
        hidden_size=WIDTH,
        intermediate_size=1024,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        num_key_value_heads=2,
        max_position_embeddings=context,
        bos_token_id=None,
        eos_token_id=None,
    )
    return Llama(ours), transformers.LlamaForCausalLM(theirs)


def berts() -> tuple[nn.Module, nn.Module]:
    """A BERT of ours and one of theirs."""
    import transformers

    sizes = {"vocab_size": VOCABULARY, "hidden_size": WIDTH, "intermediate_size": 4 * WIDTH}
    layers = {"num_hidden_layers": LAYERS, "num_attention_heads": HEADS}
    quiet = {"hidden_dropout_prob": 0, "attention_probs_dropout_prob": 0}
    ours = BERTConfig(
        vocabulary_size=VOCABULARY,
        context=CONTEXT,
        width=WIDTH,
        hidden=4 * WIDTH,
        n_layers=LAYERS,
        n_heads=HEADS,
    )
    theirs = transformers.BertConfig(**sizes, **layers, **quiet, max_position_embeddings=CONTEXT)
    return BERT(ours), transformers.BertForMaskedLM(theirs)


def causal_losses(ours: nn.Module, theirs: nn.Module) -> tuple[Loss, Loss]:
    """Next-token cross-entropy of one batch, as each library computes it."""
    tokens = torch.randint(VOCABULARY, (BATCH, CONTEXT))
    targets = F.pad(tokens[:, 1:], (0, 1), value=-100).flatten()
    return (
        lambda: F.cross_entropy(ours(tokens).flatten(0, 1), targets),
        lambda: theirs(input_ids=tokens, labels=tokens, use_cache=False).loss,
    )


def masked_losses(ours: nn.Module, theirs: nn.Module) -> tuple[Loss, Loss]:
    """Cross-entropy at 15 % of the places; ours computes the output layer at those only."""
    tokens = torch.randint(VOCABULARY, (BATCH, CONTEXT))
    hidden = torch.rand(BATCH, CONTEXT) < 0.15
    labels = tokens.masked_fill(~hidden, -100)
    places = hidden.flatten().nonzero()[:, 0]
    answers = tokens.flatten()[places]
    return (
        lambda: F.cross_entropy(ours(tokens, places=places), answers),
        lambda: theirs(input_ids=tokens, labels=labels).loss,
    )


def step_seconds(
    models: tuple[nn.Module, nn.Module], losses: tuple[Loss, Loss], bfloat16: bool
) -> list[list]:
    """Seconds of training steps, ours and theirs in turn."""
    optimizers = [torch.optim.AdamW(m.train().parameters(), lr=1e-4, fused=True) for m in models]
    seconds: list[list[float]] = [[], []]
    for round_ in range(ROUNDS + 2):
        for which in (0, 1):
            start = time.process_time()
            with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
                loss = losses[which]()
            loss.backward()
            optimizers[which].step()
            optimizers[which].zero_grad(set_to_none=True)
            if round_ >= 2:
                seconds[which].append(time.process_time() - start)
    return seconds


def training_table(compiled: bool = False, bfloat16: bool = False) -> tuple[Table, list[Figure]]:
    """A training step of each model."""
    figures = []
    how = ", bfloat16" * bfloat16 + ", compiled" * compiled
    title = f"Training step, batch {BATCH} x {CONTEXT}{how or ', float32'}"
    columns = ("model", "parameters", "ours core-ms", "transformers core-ms", "ours / theirs")
    table = Table(*columns, "same at the fastest", title=title)
    for name, build, make in (
        ("GPT-2", gpts, causal_losses),
        ("LLaMA", llamas, causal_losses),
        ("BERT", berts, masked_losses),
    ):
        models = build()
        called = tuple(torch.compile(m) for m in models) if compiled else models
        ours, theirs = step_seconds(models, make(*called), bfloat16)
        ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        table.add_row(
            name,
            f"{sum(p.numel() for p in models[0].parameters()) / 1e6:.1f} M",
            f"{1000 * statistics.median(ours):.0f}",
            f"{1000 * statistics.median(theirs):.0f}",
            f"{ratio:.2f}",
            f"{min(ours) / min(theirs):.2f}",
        )
        peer = 1000 * statistics.median(theirs)
        figures.append(Figure(f"step of {name}{how}", peer * ratio, "core-ms", peer))
    return table, figures


def writing_seconds(ours: nn.Module, theirs: nn.Module, prompt: torch.Tensor) -> tuple:
    """Seconds per token, ours and theirs, after the prompt is read."""
    greedy = Sampling(temperature=0)
    tokens = generate(ours, prompt[0], WRITTEN + 1, context=2048, sampling=greedy)
    next(tokens)
    start = time.process_time()
    for _ in itertools.islice(tokens, WRITTEN):
        pass
    mine = (time.process_time() - start) / WRITTEN
    times = []
    for length in (1, WRITTEN + 1):
        start = time.process_time()
        theirs.generate(prompt, max_new_tokens=length, do_sample=False)  # type: ignore[operator]
        times.append(time.process_time() - start)
    return mine, (times[1] - times[0]) / WRITTEN


def generation_table() -> tuple[Table, list[Figure]]:
    """Cost of a token by the length of what precedes it."""
    title = (
        f"Core-milliseconds per token written, by prompt length ({WRITTEN} tokens, greedy, cached)"
    )
    table = Table("model", *(f"{n:,} tokens" for n in PROMPTS), title=title)
    figures = []
    for name, build in (("GPT-2", gpts), ("LLaMA", llamas)):
        ours, theirs = (model.eval() for model in build(2048))
        cells: tuple[list[str], list[str]] = ([], [])
        for length in PROMPTS:
            prompt = torch.randint(VOCABULARY, (1, length))
            rounds = [writing_seconds(ours, theirs, prompt) for _ in range(3)]
            best = [1000 * min(seconds) for seconds in zip(*rounds, strict=True)]
            for column, milliseconds in zip(cells, best, strict=True):
                column.append(f"{milliseconds:.2f}")
            what = f"token of {name} after {length:,}"
            figures.append(Figure(what, best[0], "core-ms", best[1]))
        table.add_row(f"{name}, ours", *cells[0])
        table.add_row(f"{name}, transformers", *cells[1])
    return table, figures


def stories_figure() -> Figure:
    """Tokens that stories260k writes in a second of one core, after three others."""
    model: Any = open_trained(STORIES).model
    seconds = []
    for _ in range(3):
        tokens = generate(model, [1, 2, 3], 201, context=512, sampling=Sampling(temperature=0))
        next(tokens)
        start = time.process_time()
        seconds.append((sum(1 for _ in tokens), time.process_time() - start))
    return Figure("stories260k", max(n / t for n, t in seconds), "tokens/s", less_is_better=False)


def main() -> list[Figure]:
    """Print the tables."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    torch.manual_seed(0)
    torch.set_num_threads(1)
    console, figures = Console(), []
    parts = [training_table, lambda: training_table(bfloat16=True), generation_table]
    if os.environ.get("GRADATIM_BENCH_COMPILE"):
        parts.insert(1, lambda: training_table(compiled=True))
    for part in parts:
        table, measured = part()
        console.print(table)
        figures += measured
    return [*figures, stories_figure()]
