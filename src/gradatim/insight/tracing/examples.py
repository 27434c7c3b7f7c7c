"""A small program for each file of models/: what one steps through to understand the file.

Sizes are those of a sheet of paper: two examples, a few channels. Weights are drawn at random.
"""

from gradatim.insight.tracing.hub_examples import HUB
from gradatim.insight.tracing.language_examples import LANGUAGE
from gradatim.insight.tracing.programs import program
from gradatim.insight.tracing.tool_examples import TOOLS

_IMAGES = "images = torch.rand(1, {channels}, {size}, {size})  # (B, C, H, W)"


def _classifier(file: str, model: str, sizes: str, inputs: str) -> str:
    """A network of images that is asked for one of its classes."""
    return program(
        f"from gradatim.models.{file} import {model}, {model}Config",
        f"""
model = {model}({model}Config({sizes}))
{inputs}
labels = torch.zeros(len(images), dtype=torch.int64)  # (B,)
logits = model(images)  # (B, K)
loss = F.cross_entropy(logits, labels)
loss.backward()
""",
    )


EXAMPLES = {
    "models/vision/perceptron.py": program(
        "from gradatim.models.vision.perceptron import Perceptron, PerceptronConfig, rosenblatt",
        """
inputs = torch.tensor([[1.0, 2.0], [2.0, 1.0], [-1.0, -1.5]])  # (B, D)
weight, bias, mistakes = rosenblatt(inputs, torch.tensor([1, 1, -1]))

model = Perceptron(PerceptronConfig(in_features=2, n_classes=2))
scores = model(inputs)  # (B, K)
loss = F.cross_entropy(scores, torch.tensor([1, 1, 0]))
loss.backward()
""",
    ),
    "models/vision/mlp.py": program(
        "from gradatim.models.vision.mlp import MLP, MLPConfig",
        """
model = MLP(MLPConfig(in_features=2, hidden=(4, 3), n_classes=2))
inputs = torch.tensor([[0.0, 1.0], [1.0, 1.0]])  # (B, D)
logits = model(inputs)  # (B, K)
loss = F.cross_entropy(logits, torch.tensor([1, 0]))
loss.backward()
""",
    ),
    "models/vision/backpropagation.py": program(
        "from gradatim.models.vision.backpropagation import backpropagation\n"
        "from gradatim.models.vision.mlp import MLP, MLPConfig",
        """
model = MLP(MLPConfig(in_features=2, hidden=(3,), n_classes=2)).eval()
inputs = torch.tensor([[0.0, 1.0], [1.0, 1.0]])  # (B, D)
gradients = backpropagation(model, inputs, torch.tensor([1, 0]))
""",
    ),
    "models/vision/convolution.py": program(
        "from gradatim.models.vision.convolution import multiply_matrix, slide_kernel, "
        "slide_maximum",
        """
images = torch.arange(16.0).reshape(1, 1, 4, 4)  # (B, C, H, W)
kernels = torch.tensor([[[[-1.0, 0.0, 1.0]] * 3]])  # (O, C, 3, 3): left against right
maps = slide_kernel(images, kernels)  # (B, O, 2, 2)
same = multiply_matrix(images, kernels)
pooled = slide_maximum(images, 2)
""",
    ),
    "models/vision/convnet.py": _classifier(
        "vision.convnet",
        "ConvNet",
        "image_size=8, n_classes=3, widths=(2, 3), kernel_sizes=(3, 3), same_padding=True, "
        "hidden=(4,)",
        _IMAGES.format(channels=1, size=8),
    ),
    "models/vision/alexnet.py": _classifier(
        "vision.alexnet",
        "AlexNet",
        "n_classes=3, widths=(2, 3, 3, 3, 2), hidden=4",
        _IMAGES.format(channels=3, size=67),
    ),
    "models/vision/resnet.py": _classifier(
        "vision.resnet",
        "ResNet",
        "n_classes=3, widths=(2, 4), depths=(1, 1)",
        _IMAGES.format(channels=3, size=8),
    ),
    "models/vision/densenet.py": _classifier(
        "vision.densenet",
        "DenseNet",
        "n_classes=3, growth_rate=2, depths=(2, 1), stem_width=4",
        _IMAGES.format(channels=3, size=8),
    ),
    "models/vision/speednet.py": _classifier(
        "vision.speednet",
        "SpeedNet",
        "n_classes=3, widths=(4, 4, 4)",
        _IMAGES.format(channels=3, size=32),
    ),
    "models/vision/vit.py": _classifier(
        "vision.vit",
        "ViT",
        "image_size=8, patch_size=4, in_channels=1, n_classes=3, width=8, hidden=6, n_layers=1, "
        "n_heads=2",
        _IMAGES.format(channels=1, size=8),
    ),
    "models/audio.py": program(
        "from gradatim.models.audio import AudioConfig, AudioTransformer",
        """
model = AudioTransformer(
    AudioConfig(
        n_bands=8, n_frames=8, patch_bands=4, patch_frames=4, n_classes=3, width=8, n_layers=1,
        n_heads=2,
    )
)
spectrograms = torch.rand(1, 8, 8)  # (B, M, W)
logits = model(spectrograms)  # (B, K)
loss = F.cross_entropy(logits, torch.tensor([1]))
loss.backward()
""",
    ),
    "models/attention.py": program(
        "from gradatim.models.attention import SelfAttention, causal_mask, dot_product_attention",
        """
query, key, value = torch.randn(3, 1, 1, 4, 2)  # (B, H, T, D) each
mixed = dot_product_attention(query, key, value, causal_mask(4, 4))

layer = SelfAttention(4, n_heads=2)
x = torch.randn(1, 3, 4)  # (B, T, C)
y = layer(x)
y.square().mean().backward()
""",
    ),
    "models/layers.py": program(
        "from gradatim.models.layers import EncoderLayer",
        """
layer = EncoderLayer(4, 6, n_heads=2, activation="relu", norm_first=False)
x = torch.randn(1, 3, 4)  # (B, T, C)
y = layer(x)
y[0, 0, 0].backward()
""",
    ),
    "models/lora.py": program(
        "from gradatim.models.lora import add_lora, merge_lora, trained_fraction",
        """
model = torch.nn.Sequential(torch.nn.Linear(4, 3))
add_lora(model, rank=1)
inputs = torch.randn(2, 4)
before = model(inputs)
before.square().mean().backward()
trained = trained_fraction(model)
merge_lora(model)
after = model(inputs)
""",
    ),
    "models/quantization.py": program(
        "from gradatim.models.quantization import from_levels, group_scales, pack_nibbles, "
        "to_levels",
        """
weight = torch.randn(2, 8)  # (N, C)
scales = group_scales(weight, bits=4, group=4)
levels = to_levels(weight, scales, bits=4)
packed = pack_nibbles(levels)
again = from_levels(levels, scales)
error = (weight - again).abs().max()
""",
    ),
    "models/rotary_positions.py": program(
        "from gradatim.models.rotary_positions import rotary_table, rotate",
        """
cosine, sine = rotary_table(torch.arange(4), head_width=4, base=10_000.0)
query, key = torch.ones(2, 1, 1, 4, 4)  # (B, H, T, D) both, the same at every position
turned_query, turned_key = rotate(query, cosine, sine), rotate(key, cosine, sine)
scores = turned_query @ turned_key.transpose(-2, -1)  # depend on the distance alone
""",
    ),
    "models/multimodal/vqvae.py": program(
        "from gradatim.models.multimodal.vqvae import VQVAE, VQVAEConfig",
        """
model = VQVAE(VQVAEConfig(image_size=8, filters=4, n_codes=5, code_width=2))
images = torch.rand(1, 1, 8, 8)  # (B, N, Y, X)
drawn, quantized = model(images)
loss = F.mse_loss(drawn, images) + quantized.loss
loss.backward()
""",
    ),
    "models/multimodal/dalle.py": program(
        "from gradatim.models.language.gpt import GPTConfig\n"
        "from gradatim.models.multimodal.dalle import DALLE, DALLEConfig\n"
        "from gradatim.models.multimodal.vqvae import VQVAEConfig",
        """
model = DALLE(
    DALLEConfig(
        n_words=7, caption_length=3,
        autoencoder=VQVAEConfig(image_size=8, filters=4, n_codes=5),
        gpt=GPTConfig(width=8, n_layers=1, n_heads=2),
    )
)
images, captions = torch.rand(1, 1, 8, 8), torch.tensor([[2, 5, 3]])
found = model(images, captions)
loss = F.cross_entropy(found.logits.flatten(0, 1), found.codes.flatten())
loss.backward()
""",
    ),
    "models/multimodal/dit.py": program(
        "from gradatim.models.multimodal.dit import DiT, DiTConfig",
        """
model = DiT(DiTConfig(image_size=8, patch_size=4, n_words=9, width=8, n_layers=1, n_heads=2))
images, noise = torch.rand(1, 1, 8, 8), torch.randn(1, 1, 8, 8)  # (B, N, Y, X)
time = torch.tensor([0.3])
mixed = (1 - time) * noise + time * images
direction = model(mixed, time, torch.tensor([[2, 5, 3]]))
loss = F.mse_loss(direction, images - noise)
loss.backward()
""",
    ),
    "models/multimodal/video.py": program(
        "from gradatim.models.multimodal.video import VideoTransformer, VideoTransformerConfig",
        """
config = VideoTransformerConfig(
    image_size=8, patch_size=4, n_frames=2, n_classes=3, n_directions=4, width=8, n_layers=1,
    n_heads=2,
)
model = VideoTransformer(config)
clips = torch.rand(1, 2, 8, 8)  # (B, T, S, S)
digits, directions = model(clips)
loss = F.cross_entropy(digits, torch.tensor([1])) + F.cross_entropy(directions, torch.tensor([2]))
loss.backward()
""",
    ),
    "models/multimodal/captioner.py": program(
        "from gradatim.models.multimodal.captioner import Captioner, CaptionerConfig",
        """
config = CaptionerConfig(image_size=16, n_words=9, filters=(2, 3), embedding_width=4, width=4)
model = Captioner(config).eval()
images, words = torch.rand(1, 1, 16, 16), torch.tensor([[1, 4, 6, 2]])
scores = model(images, words[:, :-1])  # (B, T, V)
loss = F.cross_entropy(scores.flatten(0, 1), words[:, 1:].flatten())
loss.backward()
""",
    ),
    "models/multimodal/clip.py": program(
        "from gradatim.models.multimodal.clip import CLIP, CLIPConfig, TextEncoderConfig, "
        "matching_loss",
        """
text = TextEncoderConfig(vocabulary_size=12, context=4, width=4, hidden=6, n_heads=2)
model = CLIP(CLIPConfig(embedding_width=4, image_size=8, filters=(2, 4), text=text))
images, tokens = torch.rand(2, 3, 8, 8), torch.tensor([[5, 3, 8], [2, 7, 4]])
loss = matching_loss(*model(images, tokens))
loss.backward()
""",
    ),
    "models/pyrat/mlp.py": program(
        "from gradatim.models.pyrat.mlp import BoardMLP, BoardMLPConfig",
        """
model = BoardMLP(BoardMLPConfig(board_width=3, board_height=3, hidden=(6, 4)))
canvas = (torch.rand(1, 2, 5, 5) > 0.8).float()  # (B, 2, 2H - 1, 2W - 1)
policy, value = model(canvas, torch.tensor([[1.0, 3.0]]))
loss = F.cross_entropy(policy, torch.tensor([2])) + value.square().mean()
loss.backward()
""",
    ),
    "models/pyrat/convnet.py": program(
        "from gradatim.models.pyrat.convnet import BoardConvNet, BoardConvNetConfig",
        """
model = BoardConvNet(BoardConvNetConfig(width=4, n_blocks=2))
planes = torch.rand(1, 14, 5, 5)  # (B, 14, H, W)
policy, value = model(planes)
loss = F.cross_entropy(policy, torch.tensor([2])) + value.square().mean()
loss.backward()
""",
    ),
    "models/pyrat/cheese_transformer.py": program(
        "from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, "
        "CheeseTransformerConfig",
        """
config = CheeseTransformerConfig(width=8, n_layers=1, n_heads=2, hidden=6)
model = CheeseTransformer(config)
tokens, between = torch.rand(1, 3, 11), 10 * torch.rand(1, 3, 3)  # (B, K, 11), (B, K, K)
policy, value = model(tokens, between, torch.rand(1, 12))
loss = F.cross_entropy(policy, torch.tensor([2])) + value.square().mean()
loss.backward()
""",
    ),
    "models/pyrat/winner_classifier.py": program(
        "from gradatim.models.pyrat.winner_classifier import WinnerClassifier",
        """
model = WinnerClassifier(height=5, width=5, channels=2, hidden=4, dropout=0.0)
boards = (torch.rand(1, 1, 5, 5) > 0.7).float()  # (B, 1, H, W)
logits = model(boards)  # (B, K)
loss = F.cross_entropy(logits, torch.tensor([2]))
loss.backward()
""",
    ),
    **LANGUAGE,
    **TOOLS,
    **HUB,
}
