"""A small program for each file that reads published checkpoints: see `examples`.

Nothing is downloaded: each program writes what it reads, in the size of a sheet of paper.
"""

from gradatim.insight.tracing.programs import plain_program, program

_GPT = "GPTConfig(vocabulary_size=12, context=8, width=8, n_layers=1, n_heads=2)"
_SAVED = """
from pathlib import Path
from tempfile import TemporaryDirectory

from gradatim.models.hub.load_save import load, save
from gradatim.models.language.gpt import GPT, GPTConfig
"""
_PIECES = """
pieces = ["<unk>", "<s>", "</s>", "▁", "a", "b", "ab", "▁ab"]
scores = [0.0, 0.0, 0.0, -3.0, -4.0, -5.0, -1.0, -2.0]
"""


def _family(file: str, config: str, sizes: str, rules: str, kind: str) -> str:
    """What a family of checkpoints calls the tensors of our model, and its config.json."""
    return program(
        f"from gradatim.models.hub.config import read_config, write_config\n"
        f"from gradatim.models.hub.families.{file} import FAMILIES, {rules}\n{config}",
        f"""
config = {config.split()[-1]}({sizes})
names = [(rule.ours, rule.theirs) for rule in {rules}(config)]
theirs = write_config("{kind}", config, FAMILIES["{kind}"].architecture)
again = read_config("{kind}", theirs)
same = again == config
""",
    )


_TEXT = "vocabulary_size=12, context=8, width=8, n_layers=1, n_heads=2"
_IMAGES = "from gradatim.models.vision."

HUB = {
    "models/hub/families/gpt.py": _family(
        "gpt", "from gradatim.models.language.gpt import GPTConfig", _TEXT, "gpt2_rules", "gpt2"
    ),
    "models/hub/families/bert.py": _family(
        "bert",
        "from gradatim.models.language.bert import BERTConfig",
        f"{_TEXT}, hidden=6",
        "bert_rules",
        "bert",
    ),
    "models/hub/families/llama.py": _family(
        "llama",
        "from gradatim.models.language.llama import LlamaConfig",
        f"{_TEXT}, hidden=6, n_key_heads=1",
        "llama_rules",
        "llama",
    ),
    "models/hub/families/marian.py": _family(
        "marian",
        "from gradatim.models.language.transformer import TransformerConfig",
        "vocabulary_size=12, width=8, hidden=6, n_layers=1, n_heads=2",
        "marian_rules",
        "marian",
    ),
    "models/hub/families/resnet.py": _family(
        "resnet",
        f"{_IMAGES}resnet import ResNetConfig",
        "n_classes=3, widths=(2, 4), depths=(1, 1), stem='imagenet', shortcut='projection'",
        "resnet_rules",
        "resnet",
    ),
    "models/hub/families/vit.py": _family(
        "vit",
        f"{_IMAGES}vit import ViTConfig",
        "image_size=8, patch_size=4, n_classes=3, width=8, hidden=6, n_layers=1, n_heads=2",
        "vit_rules",
        "vit",
    ),
    "models/hub/families/timm.py": program(
        "from gradatim.models.hub.families.timm import kind_of_timm, read_vit, vit_rules\n"
        "from gradatim.models.vision.vit import ViTConfig",
        """
theirs = {"architecture": "vit_tiny_patch16_224", "num_classes": 10}
kind = kind_of_timm(theirs)
config = ViTConfig(**read_vit(theirs))
names = [(rule.ours, rule.theirs) for rule in vit_rules(config)][:6]
""",
    ),
    "models/hub/rules.py": program(
        "from gradatim.models.hub.rules import Rule, joined",
        """
rule = Rule("attention.qkv.weight", ("q.weight", "k.weight", "v.weight"))
ours = torch.arange(12.0).reshape(6, 2)  # query, key and value in one matrix
theirs = rule.split(ours)
again = rule.join(theirs)
turned = Rule("project.weight", ("c_proj.weight",), transposed=True).split(ours)
names = joined("attention.qkv", "self.", "query key value")
""",
    ),
    "models/hub/family.py": program(
        "from gradatim.models.hub.family import kinds_of_layer, layer_types",
        """
whole = kinds_of_layer({"num_hidden_layers": 6}, pattern=3, offset=1)
listed = layer_types(whole)
again = kinds_of_layer({"layer_types": listed}, pattern=3)
""",
    ),
    "models/hub/config.py": program(
        "from gradatim.models.hub.config import family_of, read_config",
        """
theirs = {"model_type": "gpt2", "vocab_size": 12, "n_positions": 8, "n_embd": 8, "n_layer": 1,
          "n_head": 2}
family = family_of("a checkpoint", theirs, theirs["model_type"])
config = read_config("gpt2", theirs)
""",
    ),
    "models/hub/rotary.py": program(
        "from gradatim.models.hub.rotary import read_rotary",
        """
plain = read_rotary({"rope_theta": 500_000.0})
linear = read_rotary({"rope_scaling": {"type": "linear", "factor": 4.0}})
stretched = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 2048}
yarn = read_rotary({"rope_scaling": stretched})
""",
    ),
    "models/hub/load_save.py": program(
        _SAVED.strip(),
        f"""
model = GPT({_GPT}).eval()
with TemporaryDirectory() as folder:
    save(model, folder)
    files = sorted(file.name for file in Path(folder).iterdir())
    checkpoint = load(folder)
tokens = torch.tensor([[3, 1, 4]])
same = torch.equal(model(tokens), checkpoint.model(tokens))
""",
    ),
    "models/hub/checkpoint_files.py": program(
        "from contextlib import ExitStack\n"
        f"{_SAVED.strip()}\n"
        "from gradatim.models.hub.checkpoint_files import CheckpointFiles, stored_tensors",
        f"""
with TemporaryDirectory() as folder, ExitStack() as stack:
    save(GPT({_GPT}), folder)
    files = CheckpointFiles(folder)
    sizes = files.json("config.json")
    shapes = {{name: tuple(get().shape) for name, get in stored_tensors(files, stack)}}
""",
    ),
    "models/hub/refusals.py": plain_program(
        "from gradatim.errors import UserError\n"
        "from gradatim.models.hub.refusals import refuse_numbers, require_types\n"
        "from gradatim.models.language.gpt import GPTConfig\n"
        "import torch",
        """
said = []
for weight in (torch.ones(2), torch.tensor([1.0, float("nan")])):
    try:
        refuse_numbers("head.weight", weight, "a checkpoint")
    except UserError as error:
        said.append(str(error))
try:
    require_types("gpt2", GPTConfig, {"width": "eight"})
except UserError as error:
    said.append(str(error))
""",
    ),
    "models/hub/remote.py": plain_program(
        "import os\n\nos.environ['HF_HUB_OFFLINE'] = '1'  # nothing is asked for on the network\n"
        "from gradatim.errors import UserError\n"
        "from gradatim.models.hub.remote import download",
        """
try:
    path = download("nobody/nothing", "config.json")
except UserError as error:
    said = str(error)
""",
    ),
    "models/hub/llama2c.py": program(
        "import struct\nfrom pathlib import Path\nfrom tempfile import TemporaryDirectory\n\n"
        "from gradatim.models.hub.llama2c import read_weights",
        """
sizes = 4, 6, 1, 2, 1, 5, 3  # width, hidden, layers, heads, key heads, vocabulary, context
n = 5 * 4 + 4 + 4 * 4 + 2 * 2 * 4 + 4 * 4 + 4 + 3 * 6 * 4 + 4 + 2 * 3 * 1
with TemporaryDirectory() as folder:
    path = Path(folder) / "model.bin"
    path.write_bytes(struct.pack("<7i", *sizes) + torch.randn(n).numpy().tobytes())
    model = read_weights(path)
scores = model(torch.tensor([[1, 3]]))  # (B, T, V)
""",
    ),
    "models/hub/sentencepiece.py": plain_program(
        "from gradatim.models.hub.sentencepiece import byte_pair_tokenizer, merges",
        f"""{_PIECES}
pairs = merges(pieces, scores)
tokenizer = byte_pair_tokenizer(
    pieces, scores, unknown="<unk>", start="<s>", specials=["<unk>", "<s>", "</s>"]
)
tokens = tokenizer.encode("ab b").tokens
""",
    ),
    "models/hub/sentencepiece_classes.py": plain_program(
        "from gradatim.models.hub.sentencepiece import SentencePieceFile\n"
        "from gradatim.models.hub.sentencepiece_classes import tokenizer_of",
        f"""{_PIECES}
kinds = [2, 3, 3, 1, 1, 1, 1, 1]  # unknown, control, and five ordinary pieces
file = SentencePieceFile(
    pieces=pieces, scores=scores, kinds=kinds, byte_pairs=True, characters=b"", prefix=True,
    one_space=False, falls_back=False,
)
tokenizer = tokenizer_of(file, "llama", {{}})
tokens = tokenizer.encode("ab b").tokens
""",
    ),
    "models/hub/character_table.py": plain_program(
        "import numpy as np\n\nfrom gradatim.models.hub.character_table import leads_nowhere_else",
        """
trie = np.zeros(256, dtype="<u4").tobytes()  # no character is replaced
empty = len(trie).to_bytes(4, "little") + trie
whole = leads_nowhere_else(empty)
cut = leads_nowhere_else(empty[:10])
""",
    ),
    "models/hub/tokenizer_config.py": plain_program(
        "from tokenizers import Tokenizer, models\n\n"
        "from gradatim.models.hub.tokenizer_config import add_tokens, special_settings, surround",
        """
tokenizer = Tokenizer(models.WordLevel({"<s>": 0, "</s>": 1, "hello": 2}, unk_token="<s>"))
settings = special_settings({"bos_token": "<s>", "eos_token": "</s>"}, lambda file: None)
add_tokens(tokenizer, settings)
surround(tokenizer, "<s>", "</s>")
tokens = tokenizer.encode("hello").tokens
""",
    ),
    "models/hub/tokenizer_files.py": plain_program(
        "from pathlib import Path\nfrom tempfile import TemporaryDirectory\n\n"
        "from gradatim.models.hub.tokenizer_files import read_tokenizer",
        """
words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "hello", "##s"]
with TemporaryDirectory() as folder:
    path = Path(folder) / "vocab.txt"
    path.write_text("\\n".join(words))
    files = {"vocab.txt": path}
    tokenizer = read_tokenizer("a checkpoint", "bert", files.get, {})
tokens = tokenizer.encode("Hellos").tokens
""",
    ),
    "models/hub/chat_template.py": plain_program(
        "from gradatim.models.hub.chat_template import Sandbox",
        """
template = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}<assistant>"
messages = [{"role": "user", "content": "Hello"}]
text = Sandbox().from_string(template).render(messages=messages)
doubled = Sandbox().from_string("{{ 'ab' * 3 }}").render()
""",
    ),
}
