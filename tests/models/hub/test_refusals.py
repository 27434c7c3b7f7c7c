"""What is not a checkpoint, or one that is not read here, is told by its cause."""

import json

import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from gradatim.data.language.tokenizers import train_bpe
from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.language.gpt import GPT, GPTConfig

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 548118077\n"
TEXTS = ["a small text about nothing", "and another text"]


@pytest.fixture
def folder(tmp_path):
    sizes = GPTConfig(vocabulary_size=300, context=64, width=8, n_layers=1, n_heads=2)
    load_save.save(GPT(sizes), tmp_path / "gpt", train_bpe(TEXTS, 300))
    return tmp_path / "gpt"


def edit(folder, **changes):
    file = folder / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


def adapter(folder):
    (folder / "config.json").unlink()
    (folder / "adapter_config.json").write_text("{}")


def only_gguf(folder):
    for file in folder.iterdir():
        file.unlink()
    (folder / "model.q4.gguf").write_bytes(b"GGUF")


def only(name):
    """Leave a checkpoint other weights than model.safetensors."""

    def change(folder):
        (folder / "model.safetensors").rename(folder / name)

    return change


def adapter_with_config(folder):
    only("adapter_model.safetensors")(folder)
    (folder / "adapter_config.json").write_text("{}")


def inside(folder):
    """Put everything into the last state of a training."""
    place = folder / "run" / "checkpoint-500"
    place.mkdir(parents=True)
    for file in [file for file in folder.iterdir() if file.is_file()]:
        file.rename(place / file.name)


def weights(make):
    """Change the tensors."""

    def change(folder):
        file = folder / "model.safetensors"
        save_file({name: make(tensor) for name, tensor in load_file(file).items()}, file)

    return change


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (lambda f: (f / "tokenizer.model").write_text(POINTER), "run `git lfs pull`"),
        (lambda f: (f / "vocab.txt").write_text(POINTER), "run `git lfs pull`"),
        (adapter_with_config, r"holds an adapter \(LoRA\), not a whole model"),
        (inside, r"perhaps .*checkpoint-500 was meant"),
        (only("pytorch_model.bin"), "pickled weights"),
        (only("model.safetensors.incomplete"), "its download was not finished"),
        (only("consolidated.00.pth"), "in the format of their publisher"),
        (only("model.onnx"), "ONNX files are not read"),
        (only("tf_model.h5"), "weights of TensorFlow are not read"),
        (only("model-00001-of-00002.safetensors"), "the index of its parts"),
        (weights(lambda t: t.to(torch.int8)), r"is quantized \(int8\)"),
        (weights(lambda t: t.to(torch.float8_e4m3fn)), r"is quantized \(float8_e4m3fn\)"),
        (weights(lambda t: t * float("nan")), "holds values that are no numbers"),
        (lambda f: edit(f, quantization={"bits": 4}), "has quantized weights, which"),
        (lambda f: (f / "model.safetensors").write_text(POINTER), "is a pointer of Git LFS"),
        (lambda f: (f / "config.json").write_text(POINTER), "is a pointer of Git LFS"),
        (lambda f: (f / "tokenizer.json").write_text(POINTER), "run `git lfs pull`"),
        (adapter, r"holds an adapter \(LoRA\), not a whole model"),
        (only_gguf, "holds GGUF files"),
        (
            lambda f: edit(f, quantization_config={"quant_method": "gptq"}),
            r"has quantized weights \(gptq\)",
        ),
        (lambda f: edit(f, quantization_config=3), "has quantized weights, which"),
        (lambda f: edit(f, model_type=[1]), r"has model_type \[1\]: it must be a name"),
        (lambda f: edit(f, n_layer=10**9), "has n_layers 1,000,000,000: at most 10,000"),
        (lambda f: edit(f, n_head=[2]), r"read as n_heads, is \[2\]"),
        (lambda f: edit(f, n_embd="8"), "read as width, is '8'"),
    ],
)
def test_the_cause_is_named_in_one_sentence(folder, change, cause):
    change(folder)
    with pytest.raises(UserError, match=cause) as caught:
        load_save.load(folder)
    assert "\n" not in str(caught.value)


def test_a_gguf_file_is_told_from_a_folder(tmp_path):
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GGUF")
    with pytest.raises(UserError, match="is a GGUF file, whose quantized weights are not read"):
        load_save.load(file)


@pytest.mark.parametrize(
    "offsets", [[0, 4], [0, 2**60], [-4, 0], [4, 0]], ids=["overlap", "huge", "negative", "swapped"]
)
def test_offsets_that_cannot_be_are_refused(folder, offsets):

    file = folder / "model.safetensors"
    save_file({"a": torch.ones(1), "b": torch.ones(1)}, file)
    content = file.read_bytes()
    size = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + size])
    header["b"]["data_offsets"] = offsets
    text = json.dumps(header).encode()
    file.write_bytes(len(text).to_bytes(8, "little") + text + content[8 + size :])
    with pytest.raises(UserError, match="damaged or incomplete"):
        load_save.load(folder)


@pytest.mark.parametrize("asks", ["padding", "truncation"])
def test_padding_and_truncation_that_a_tokenizer_asks_for_are_left_out(folder, asks):
    """As `AutoTokenizer` leaves them out unless its caller asks."""
    transformers = pytest.importorskip("transformers")
    file = folder / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(file))
    if asks == "padding":
        tokenizer.enable_padding(length=50)
    else:
        tokenizer.enable_truncation(3)
    tokenizer.save(str(file))
    theirs = transformers.PreTrainedTokenizerFast(tokenizer_file=str(file))
    ours = load_save.load(folder).tokenizer
    assert ours.encode(TEXTS[0]).ids == theirs(TEXTS[0])["input_ids"]
    assert len(ours.encode(TEXTS[0]).ids) not in (3, 50)
