"""Published weights: reads and writes checkpoints of the transformers library (and of the hub).

A checkpoint is a folder with config.json, model.safetensors (or shards and their index) and the
files of a tokenizer. Nothing in it is executed: JSON and safetensors hold data only, and pickled
weights (pytorch_model.bin) are refused. The types are those of `FAMILIES`, each in a file of
`families/`.
"""

import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from gradatim.checksums import save_tensors, text_digest
from gradatim.errors import UserError
from gradatim.files import write_atomically
from gradatim.models.hub.checkpoint_files import WEIGHTS, CheckpointFiles, stored_tensors
from gradatim.models.hub.config import FAMILIES, family_of, read_config, write_config
from gradatim.models.hub.families.timm import kind_of_timm
from gradatim.models.hub.family import Family
from gradatim.models.hub.refusals import refuse_config, refuse_foreign, refuse_numbers
from gradatim.models.hub.tokenizer_files import chat_template, read_tokenizer
from gradatim.models.language.transformer import TransformerConfig
from gradatim.typed import validated

# How the names of matrices end that score words, of all families; tied ones are often stored too.
OUTPUTS = ("lm_head.weight", "embed_out.weight", "decoder.weight", "vocab_projector.weight")


@dataclass(frozen=True)
class Checkpoint:
    """A model that was read, and what belongs to it.

    Args:
        kind: its `model_type`.
        model: in eval mode.
        tokenizer: None where the checkpoint has none that is read here.
        config: the fields of its config.json.
        generation: those of its generation_config.json.
        special: those of its tokenizer_config.json.
        template: Jinja template of a conversation, None where the checkpoint has none.
    """

    kind: str
    model: nn.Module
    tokenizer: Tokenizer | None = None
    config: dict[str, Any] = field(default_factory=dict)
    generation: dict[str, Any] = field(default_factory=dict)
    special: dict[str, Any] = field(default_factory=dict)
    template: str | None = None

    def __post_init__(self) -> None:
        if self.tokenizer is not None:  # some files ask for it, and transformers does not do it
            self.tokenizer.no_padding()
            self.tokenizer.no_truncation()

    @property
    def ends(self) -> tuple[int, ...]:
        """The tokens that end a text: one or several, said in one of two files or in both."""
        found: list[int] = []
        for said in (self.config, self.generation):
            ends = said.get("eos_token_id")
            ends = ends if isinstance(ends, list) else [] if ends is None else [ends]
            found += validated(
                list[int], ends, "eos_token_id of the checkpoint", "it is a token's number."
            )
        return tuple(dict.fromkeys(found))


def load(
    path_or_name: str | Path,
    *,
    device: torch.device | str = "cpu",
    dtype: torch.dtype | None = None,
) -> Checkpoint:
    """Read a checkpoint.

    Args:
        path_or_name: a folder, or a name on the Hugging Face hub such as "openai-community/gpt2".
        device: where the weights go.
        dtype: their number format; None for the file's own.

    Raises:
        UserError: no such checkpoint, a type that is not read here, a file that is missing or
            damaged, a tensor that is missing, left over or of another shape.
    """
    refuse_foreign(Path(path_or_name))
    files = CheckpointFiles(path_or_name)
    theirs = files.json("config.json")
    refuse_config(files.name, theirs)
    kind = theirs.get("model_type") or kind_of_timm(theirs)
    family, kind = family_of(str(path_or_name), theirs, kind), str(kind)
    config = read_config(kind, theirs)
    with ExitStack() as stack:
        stored = {_plain(name, family): get for name, get in stored_tensors(files, stack)}
        headless = family.encoder is not None and not any(
            name.startswith(family.heads) for name in stored
        )
        model = _outline(family.encoder if headless else family.model, config, files.name)  # type: ignore[arg-type]
        expected = dict(model.state_dict())
        state = {}
        for rule in family.rules(config):
            if rule.ours not in expected:
                continue  # a head that is not there, or segments that the config leaves out
            parts = []
            for name, like in zip(rule.theirs, rule.split(expected[rule.ours]), strict=True):
                if name not in stored:
                    raise UserError(f"{path_or_name} lacks the tensor {name!r} of a {kind} model.")
                # Taken out of the list: what is left in it at the end has no place in our model.
                part = stored.pop(name)()
                if like.is_floating_point():  # a normalization counts its batches in integers
                    refuse_numbers(name, part, files.name)
                if part.shape != like.shape:
                    raise UserError(
                        f"the tensor {name!r} of {path_or_name} has shape {tuple(part.shape)}, and "
                        f"config.json asks for {tuple(like.shape)}."
                    )
                parts.append(part.to(device=device, dtype=dtype))
            state[rule.ours] = rule.join(parts).reshape(expected[rule.ours].shape).contiguous()
        embedding = state.get("token_embedding.weight", state.get("embedding.weight"))
        _require_tied(stored, embedding, files.name)
    ignored = family.ignored
    if getattr(config, "tie_embeddings", False):
        ignored = (*ignored, *(f"{name}weight" for name in family.heads))  # copies of the embedding
    left_over = [name for name in stored if not any(part in name for part in ignored)]
    if left_over:
        raise UserError(
            f"{path_or_name} has the tensor {left_over[0]!r}, which our {kind} has no place for."
        )
    # The tensors themselves, not copies: a large model needs its memory once.
    model.load_state_dict(state, assign=True)
    special = files.json("tokenizer_config.json", required=False)
    tokenizer = read_tokenizer(str(path_or_name), kind, files.get, special)
    template = chat_template(files.get, special)
    generation = files.json("generation_config.json", required=False)
    return Checkpoint(kind, model.eval(), tokenizer, theirs, generation, special, template)


def read_json(path_or_name: str | Path, file: str) -> dict[str, Any]:
    """Read a further JSON file of a checkpoint; empty where there is none.

    Raises:
        UserError: no such checkpoint, or a damaged file.
    """
    return CheckpointFiles(path_or_name).json(file, required=False)


def save(model: nn.Module, folder: str | Path, tokenizer: Tokenizer | None = None) -> None:
    """Write a model as a checkpoint that the transformers library (and `load`) reads.

    Args:
        model: one of the models of this package that a published type exists for.
        folder: is made if need be; files of the same names are replaced.
        tokenizer: written beside it.

    Raises:
        UserError: a model that no published type describes.
    """
    kind = kind_of(model)
    family, config, folder = FAMILIES[kind], model.config, Path(folder)
    state = model.state_dict()
    tensors: dict[str, Tensor] = {}
    for rule in family.rules(config):
        if rule.ours not in state:
            continue
        parts = rule.split(state[rule.ours].detach())
        tensors |= {
            name: part.contiguous().cpu().clone()
            for name, part in zip(rule.theirs, parts, strict=True)
        }
    headless = family.encoder is not None and type(model) is family.encoder
    architecture = family.encoder_architecture if headless else family.architecture
    theirs = write_config(kind, config, architecture)
    theirs["dtype"] = str(next(iter(tensors.values())).dtype).removeprefix("torch.")
    theirs |= _special_numbers(kind, config, tokenizer)
    texts = {"config.json": json.dumps(theirs, indent=2)}
    if tokenizer is not None:
        texts["tokenizer.json"] = tokenizer.to_str()
        texts["tokenizer_config.json"] = json.dumps({"tokenizer_class": "PreTrainedTokenizerFast"})
    for name, text in texts.items():
        write_atomically(folder / name, text)
    # Here and not in config.json: whoever writes the checkpoint again leaves them out.
    digests = {name: text_digest(text.encode()) for name, text in texts.items()}
    metadata = {"format": "pt", **digests}
    write_atomically(folder / WEIGHTS, lambda path: save_tensors(tensors, path, metadata))


def kind_of(model: nn.Module) -> str:
    """The `model_type` that a model would be published as.

    Raises:
        UserError: none describes it.
    """
    config: Any = getattr(model, "config", None)
    for kind, family in FAMILIES.items():
        if type(model) in (family.model, family.encoder):
            if kind == "bert" and config.n_segments is None:
                return "distilbert"
            if kind == "llama" and config.window is not None:
                return "mistral"
            if isinstance(config, TransformerConfig) and config.norm_first:
                raise UserError("no published type has norms first: train with norm_first=False.")
            return kind
    raise UserError(
        f"a {type(model).__name__} has no published type; those are {', '.join(FAMILIES)}."
    )


def _special_numbers(kind: str, config: Any, tokenizer: Tokenizer | None) -> dict[str, int | None]:
    """Which tokens begin, end and pad a text, as far as the tokenizer has the usual ones."""

    def number(*names: str) -> int | None:
        known = [tokenizer.token_to_id(name) for name in names] if tokenizer else []
        return next((n for n in known if n is not None), None)

    if kind in ("vit", "resnet", "roberta"):  # RoBERTa's padding is always token 1
        return {}
    start, end = number("[BOS]", "<s>", "<|endoftext|>"), number("[EOS]", "</s>", "<|endoftext|>")
    pad = number("[PAD]", "<pad>")
    if kind == "marian":
        first = 0 if pad is None else pad
        ends = 0 if end is None else end
        return {
            "bos_token_id": start,
            "eos_token_id": ends,
            "forced_eos_token_id": ends,
            "pad_token_id": first,
            "decoder_start_token_id": first if start is None else start,
        }
    return {"bos_token_id": start, "eos_token_id": end, "pad_token_id": pad}


def _outline(kind: type[nn.Module], config: Any, name: str) -> nn.Module:
    """A model without its weights: it takes no memory, however large it would be."""
    try:
        with torch.device("meta"):
            return kind(config)
    except UserError:
        raise
    except Exception as error:  # what torch makes of impossible sizes has many classes
        reason = (str(error).splitlines() or [""])[0][:200] or type(error).__name__
        raise UserError(
            f"config.json of {name} describes no model that can be built ({reason})."
        ) from None


def _require_tied(stored: dict[str, Any], embedding: Tensor | None, name: str) -> None:
    """Refuse an output matrix that is not the embedding, where config.json says that it is."""
    for head in (head for head in stored if head.endswith(OUTPUTS)):
        matrix = stored[head]()
        if embedding is None or not torch.equal(matrix.to(embedding), embedding):
            raise UserError(
                f"{name} ties its output matrix to its embedding, and holds another one, {head!r}: "
                "write `tie_word_embeddings: false` in its config.json, or take the tensor out."
            )


def _plain(name: str, family: Family) -> str:
    """The name of a tensor without the habits of older writers."""
    if family.prefix and not name.startswith((family.prefix, *family.heads)):
        name = family.prefix + name
    return name.replace("LayerNorm.gamma", "LayerNorm.weight").replace(
        "LayerNorm.beta", "LayerNorm.bias"
    )
