"""Rows that measure steps: language models beside transformers, image networks beside the limit."""

import itertools
import statistics
from collections.abc import Callable
from time import perf_counter
from typing import Any

import torch
import torch.nn.functional as F
import transformers
from torch import Tensor, nn

from gradatim.insight.model_size import measure
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.sampling import Sampling, generate
from gradatim.models.vision.alexnet import AlexNet, AlexNetConfig
from gradatim.models.vision.resnet import ResNet, ResNetConfig

PEAK = {  # dense bfloat16 operations per second, of the makers' data sheets
    "H200": 989e12, "H100": 989e12, "A100": 312e12, "L40S": 362e12, "L4": 121e12, "4090": 165e12,
}  # fmt: skip


def peak() -> float | None:
    """What the card can do at most, operations per second; None where it is not listed."""
    name = torch.cuda.get_device_name(0) if torch.cuda.is_available() else ""
    return next((value for part, value in PEAK.items() if part in name), None)


def step_seconds(model: nn.Module, loss: Callable[[], Tensor], n_steps: int, device: str) -> float:
    """Seconds of a training step in the middle of many: forward, backward, fused AdamW."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, fused=True)
    seconds = []
    for _ in range(n_steps + 3):  # the first three choose kernels
        begin = perf_counter()
        with torch.autocast(device, torch.bfloat16):
            value = loss()
        value.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if device == "cuda":
            torch.cuda.synchronize()
        seconds.append(perf_counter() - begin)
    return statistics.median(seconds[3:])


def language_models(kind: str, tiny: bool) -> tuple[nn.Module, nn.Module, int, int]:
    """The same sizes in ours and in transformers', the context, and a batch that fills a card."""
    width, layers, heads, context = (32, 2, 2, 16) if tiny else (768, 12, 12, 1024)
    vocabulary = 256 if tiny else 50_304
    if kind == "gpt":
        sizes = {"width": width, "n_layers": layers, "n_heads": heads, "context": context}
        ours: nn.Module = GPT(GPTConfig(vocabulary_size=vocabulary, **sizes))
        dropped = {"resid_pdrop": 0, "embd_pdrop": 0, "attn_pdrop": 0}
        config: Any = transformers.GPT2Config(
            vocab_size=vocabulary, n_positions=context, n_embd=width, n_layer=layers,
            n_head=heads, bos_token_id=None, eos_token_id=None, **dropped,
        )  # fmt: skip
        return ours, transformers.GPT2LMHeadModel(config), context, 2 if tiny else 32
    hidden = 8 * width // 3
    ours = Llama(
        LlamaConfig(
            vocabulary_size=vocabulary, width=width, hidden=hidden, n_layers=layers,
            n_heads=heads, n_key_heads=heads // 2, context=context,
        )
    )  # fmt: skip
    config = transformers.LlamaConfig(
        vocab_size=vocabulary, hidden_size=width, intermediate_size=hidden,
        num_hidden_layers=layers, num_attention_heads=heads, num_key_value_heads=heads // 2,
        max_position_embeddings=context, bos_token_id=None, eos_token_id=None,
    )  # fmt: skip
    return ours, transformers.LlamaForCausalLM(config), context, 2 if tiny else 32


def language_steps(kind: str, *, device: str, tiny: bool, compiled: bool) -> dict[str, float]:
    """Milliseconds of a step of ours and theirs, tokens per second, and use of the card."""
    torch.manual_seed(0)
    ours, theirs, context, batch = language_models(kind, tiny)
    tokens = torch.randint(200, (batch, context), device=device)
    targets = F.pad(tokens[:, 1:], (0, 1), value=-100).flatten()
    n_steps, found = 1 if tiny else 15, {}
    for name, model in (("ours", ours), ("theirs", theirs)):
        model = model.to(device).train()
        called = torch.compile(model) if compiled and not tiny else model

        def loss(name: str = name, called: Any = called) -> Tensor:
            if name == "ours":
                return F.cross_entropy(called(tokens).flatten(0, 1), targets)
            return called(input_ids=tokens, labels=tokens, use_cache=False).loss

        found[f"{name}_ms"] = 1000 * step_seconds(model, loss, n_steps, device)
        model.to("cpu")
    found["ratio"] = found["ours_ms"] / found["theirs_ms"]
    found["tokens_per_second"] = 1000 * batch * context / found["ours_ms"]
    per_token, most = measure(ours).formula, peak()
    if per_token and most:
        found["utilization"] = per_token * found["tokens_per_second"] / most
    return found


def written_tokens(kind: str, *, device: str, tiny: bool) -> dict[str, float]:
    """Tokens per second that one text grows by, greedy, with a cache; ours and theirs."""
    torch.manual_seed(0)
    ours, theirs, context, _ = language_models(kind, tiny)
    n = 4 if tiny else 128
    prompt = torch.randint(200, (1, 4 if tiny else 128), device=device)
    ours, theirs = ours.to(device).eval(), theirs.to(device).eval()
    best = {"ours": 0.0, "theirs": 0.0}
    with torch.autocast(device, torch.bfloat16):
        for _ in range(1 if tiny else 3):
            greedy = Sampling(temperature=0)
            tokens = generate(ours, prompt[0], n + 1, context=context, sampling=greedy)
            next(tokens)
            begin = perf_counter()
            count = sum(1 for _ in itertools.islice(tokens, n))
            best["ours"] = max(best["ours"], count / (perf_counter() - begin))
            begin = perf_counter()
            theirs.generate(prompt, max_new_tokens=n, do_sample=False)  # type: ignore[operator]
            best["theirs"] = max(best["theirs"], n / (perf_counter() - begin))
    return {f"{name}_tokens_per_second": value for name, value in best.items()} | {
        "ratio": best["theirs"] / best["ours"]
    }


def image_steps(kind: str, *, device: str, tiny: bool) -> dict[str, float]:
    """Training images per second of a network of ImageNet, and use of the card."""
    torch.manual_seed(0)
    size, batch = (64, 2) if tiny else (224, 256)
    if kind == "resnet50":
        model: nn.Module = ResNet(ResNetConfig.resnet50())
    else:
        model = AlexNet(AlexNetConfig.imagenet())
        size = 224
    model = model.to(device, memory_format=torch.channels_last).train()
    images = torch.randn(batch, 3, size, size, device=device)
    images = images.to(memory_format=torch.channels_last)
    labels = torch.randint(1000, (batch,), device=device)
    seconds = step_seconds(
        model, lambda: F.cross_entropy(model(images), labels), 1 if tiny else 15, device
    )
    found = {"images_per_second": batch / seconds}
    counted, most = measure(model, (3, size, size)).counted, peak()
    if counted and most:
        found["utilization"] = counted * found["images_per_second"] / most
    return found
