"""A small program for each file beside a network: decoding, compressing, own classes."""

from gradatim.insight.tracing.programs import program

_LLAMA = "vocabulary_size=12, context=8, width=8, n_layers=1, n_heads=2, hidden=6, n_key_heads=1"
_WORDS = (
    "from tokenizers import Tokenizer, models, pre_tokenizers\n\n"
    "from gradatim.models.language.{file} import {function}\n"
    "from gradatim.models.language.{model} import {names}"
)
_TOKENIZER = """
words = {words}
tokenizer = Tokenizer(models.WordLevel({{w: i for i, w in enumerate(words)}}, unk_token=words[0]))
"""
_MLP = "from gradatim.models.vision.mlp import MLP, MLPConfig"
_SMALL = "model = MLP(MLPConfig(in_features=4, hidden=(3,), n_classes=2))"

TOOLS = {
    "models/key_value_cache.py": program(
        "from gradatim.models.key_value_cache import KeyValueCache",
        """
cache = KeyValueCache(1, n_heads=1, capacity=4, head_width=2, device="cpu", dtype=torch.float32)
key, value = torch.randn(2, 1, 1, 3, 2)  # (B, G, T, D) both: what the prompt gives
keys, values = cache.extend(key, value)  # (B, G, S, D)
key, value = torch.randn(2, 1, 1, 1, 2)  # of one word more
keys, values = cache.extend(key, value)
cache.select(torch.tensor([0, 0]))  # two beams go on from the same text
""",
    ),
    "models/language/batch_sampling.py": program(
        "from gradatim.models.language.batch_sampling import sample_batch\n"
        "from gradatim.models.language.llama import Llama, LlamaConfig",
        f"""
model = Llama(LlamaConfig({_LLAMA})).eval()
prompts = torch.tensor([[3, 1], [4, 1]])  # (B, T)
with torch.no_grad():
    written = sample_batch(model, prompts, 2, ends=[2])  # (B, N)
""",
    ),
    "models/language/beam_search.py": program(
        "from gradatim.models.language.beam_search import beam_search\n"
        "from gradatim.models.language.seq2seq import Seq2Seq, Seq2SeqConfig",
        """
config = Seq2SeqConfig(
    source_vocabulary_size=12, target_vocabulary_size=12, embedding_width=4, width=4,
    maxout_width=3,
)
model = Seq2Seq(config).eval()
source = torch.tensor([[5, 3]])  # (N, S)
translations = beam_search(model, source, start=1, end=2, n_words=2, n_beams=2)
""",
    ),
    "models/language/fill_mask.py": program(
        _WORDS.format(file="fill_mask", function="fill_mask", model="bert",
                      names="BERT, BERTConfig"),
        f"""
{_TOKENIZER.format(words='["[UNK]", "[MASK]", "how", "are", "you"]')}
model = BERT(
    BERTConfig(vocabulary_size=5, context=8, width=8, n_layers=1, n_heads=2, hidden=6)
).eval()
guesses = fill_mask(model, tokenizer, [2, 1, 4], n_best=2)  # how [MASK] you
""",
    ),
    "models/language/causal_fill_mask.py": program(
        _WORDS.format(file="causal_fill_mask", function="causal_fill_mask", model="llama",
                      names="Llama, LlamaConfig"),
        f"""
{_TOKENIZER.format(words='["<unk>", "how", "▁are", "▁you", "▁day"]')}
tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never")
model = Llama(LlamaConfig({_LLAMA.replace("size=12", "size=5")})).eval()
words = causal_fill_mask(model, tokenizer, "how [MASK] you", start=[0])
""",
    ),
    "models/language/grpo.py": program(
        "from gradatim.models.language.grpo import group_advantages, grpo_loss",
        """
rewards = torch.tensor([[1.0, 0.0, 0.0, 1.0]])  # (Q, G): of four answers two are right
advantages = group_advantages(rewards).flatten()  # (B,)
old = torch.full((4, 2), -1.0)  # (B, T)
learned = (old + torch.tensor([0.0, 0.3])).requires_grad_()
own = torch.ones(4, 2, dtype=torch.bool)
loss = grpo_loss(learned, old, advantages, own)
loss.backward()
""",
    ),
    "models/language/variants/roberta.py": program(
        "from gradatim.models.language.bert import BERTConfig\n"
        "from gradatim.models.language.variants.roberta import RoBERTa",
        """
config = BERTConfig(vocabulary_size=12, context=8, width=8, n_layers=1, n_heads=2, hidden=6)
model = RoBERTa(config)
tokens = torch.tensor([[1, 5, 0, 7, 2]])  # (B, T); 0 stands for <mask>
scores = model(tokens)  # (B, T, V)
loss = F.cross_entropy(scores[:, 2], torch.tensor([6]))
loss.backward()
""",
    ),
    "models/multimodal/next_frames.py": program(
        "from gradatim.models.multimodal.next_frames import NextFrames, NextFramesConfig",
        """
model = NextFrames(NextFramesConfig(image_size=8, n_frames=2, filters=2, hidden=4, n_layers=1))
clips = torch.rand(1, 4, 8, 8)  # (B, 2 T, S, S): two frames that are seen, two that come next
scores = model(clips[:, :2])  # (B, T, S, S)
loss = F.binary_cross_entropy_with_logits(scores, clips[:, 2:])
loss.backward()
""",
    ),
    "models/pyrat/dream.py": program(
        "from gradatim.models.pyrat.dream import DreamConfig, DreamTransformer, FIELDS",
        """
model = DreamTransformer(DreamConfig(width=4, n_layers=1, n_heads=2))
board = torch.zeros(1, 2, 2, len(FIELDS), dtype=torch.int64)  # (B, Y, X, F)
predicted = model(board)
loss = F.cross_entropy(predicted.place[:, 0], torch.tensor([3]))
loss.backward()
""",
    ),
    "models/own_classes.py": program(
        "from gradatim.models.own_classes import OwnClasses, doubt, limit_of\n"
        "from gradatim.models.vision.convnet import ConvNet, ConvNetConfig",
        """
network = ConvNet(
    ConvNetConfig(
        image_size=8, n_classes=3, widths=(2, 3), kernel_sizes=(3, 3), same_padding=True,
        hidden=(4,),
    )
).eval()
model = OwnClasses(network)
images = torch.rand(6, 1, 8, 8)  # (B, C, H, W)
logits, responses = model.with_responses(images)  # (B, K), (B, M)
model.learn_usual(responses)
model.learn_limits(logits, responses, accepted=0.8)
known = model.is_known(*model.with_responses(5 * images))
""",
    ),
    "models/pruning.py": program(
        f"from gradatim.models.pruning import expect_zeros, gradual_fraction, prune_to\n{_MLP}",
        f"""
{_SMALL}
expect_zeros(model)
fractions = [gradual_fraction(0.5, progress) for progress in (0.0, 0.5, 1.0)]
prune_to(model, fractions[-1])
inputs = torch.rand(2, 4)  # (B, D)
loss = F.cross_entropy(model(inputs), torch.tensor([1, 0]))
loss.backward()
weights = [layer.weight for layer in model.modules() if isinstance(layer, torch.nn.Linear)]
""",
    ),
    "models/quantization_aware.py": program(
        f"from gradatim.models.quantization_aware import expect_rounding, settle\n{_MLP}",
        f"""
{_SMALL}
inputs = torch.rand(2, 4)  # (B, D)
exact = model(inputs)
expect_rounding(model, bits=4, group=None)
rounded = model(inputs)
loss = F.cross_entropy(rounded, torch.tensor([1, 0]))
loss.backward()
settle(model, as_computed=True)
same = torch.equal(model(inputs), rounded)
""",
    ),
    "models/vision/pretrained.py": program(
        "from gradatim.models.vision.pretrained import pretrained_card, pretrained_weights",
        """
sizes = pretrained_card()["sizes"]
weights = pretrained_weights()
shapes = {name: tuple(weight.shape) for name, weight in list(weights.items())[:6]}
""",
    ),
}  # fmt: skip
