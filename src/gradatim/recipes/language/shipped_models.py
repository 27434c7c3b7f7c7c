"""The language models that ship with the package, so that there is something to open at once.

`everyday-bert` predicts a masked word, `everyday-llama` the next one, `dates-bahdanau` translates
dates. How each was trained and what it reached stands in card.json in its folder; the weights are
stored in 8 bits.
"""

import copy
from functools import cache
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn

from gradatim.checksums import read_shipped, with_checksum
from gradatim.checksums import save_tensors as save
from gradatim.files import write_json
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.seq2seq import Seq2Seq, Seq2SeqConfig
from gradatim.models.quantization import pack, unpack

FOLDER = Path(__file__).with_name("shipped")
EVERYDAY_BERT, EVERYDAY_LLAMA = "everyday-bert", "everyday-llama"
DATES_BAHDANAU = "dates-bahdanau"
KINDS: dict[str, tuple[type[nn.Module], type[Any]]] = {
    EVERYDAY_BERT: (BERT, BERTConfig),
    EVERYDAY_LLAMA: (Llama, LlamaConfig),
    DATES_BAHDANAU: (Seq2Seq, Seq2SeqConfig),
}


def open_shipped(name: str) -> tuple[nn.Module, Tokenizer]:
    """Open a model that ships with the package: its network in evaluation mode, its tokenizer.

    Every call gives modules of its own, since two visitors of the page may record what their layers
    compute at the same time; the weights are read once and shared.

    Args:
        name: a key of `KINDS`.

    Raises:
        UserError: the package was installed without it, or its files are damaged.
    """
    model, tokenizer = read_model(name)
    shared = {id(tensor): tensor for tensor in model.state_dict(keep_vars=True).values()}
    return copy.deepcopy(model, shared), tokenizer


@cache
def read_model(name: str) -> tuple[nn.Module, Tokenizer]:
    """The network and the tokenizer in a folder of shipped models."""
    folder = FOLDER / name
    network, config = KINDS[name]
    card, weights = read_shipped(folder)
    with torch.random.fork_rng(devices=[]):  # what is drawn here must not move what comes later
        model = network(config(**card["sizes"]))
    model.load_state_dict(unpack(weights))
    return model.eval(), Tokenizer.from_file(str(folder / "tokenizer.json"))


def write_shipped(
    folder: Path, model: nn.Module, tokenizer: Tokenizer, card: dict[str, Any]
) -> None:
    """Write a model as `open_shipped` reads it; the card must hold its sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    save(pack(model.state_dict(), bits=8), folder / "model.safetensors")
    (folder / "tokenizer.json").write_text(tokenizer.to_str(), "utf-8")
    write_json(folder / "card.json", with_checksum(card))
