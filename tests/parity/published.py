"""Small random models of the transformers library, one for each type that is read here."""

import os

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import pytest
import torch

t = pytest.importorskip("transformers")

V, N_POSITIONS = 60, 48
WIDE = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
}
ENDLESS = {"bos_token_id": None, "eos_token_id": None, "pad_token_id": None}
SIZES = {**WIDE, "vocab_size": V, "max_position_embeddings": N_POSITIONS}
CAUSAL_SIZES = {**SIZES, **ENDLESS}
GROUPED = {**CAUSAL_SIZES, "num_key_value_heads": 2}
LLAMA_3 = {
    "rope_type": "llama3",
    "rope_theta": 500.0,
    "factor": 4.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 24,
}
YARN = {
    "rope_type": "yarn",
    "rope_theta": 50.0,
    "factor": 4.0,
    "original_max_position_embeddings": 120,
    "beta_fast": 8.0,
    "beta_slow": 2.0,
}
LONGROPE = {
    "rope_type": "longrope",
    "rope_theta": 500.0,
    "factor": 4.0,
    "short_factor": [1.0, 1.2, 1.5, 2.0],
    "long_factor": [1.0, 4.0, 9.0, 16.0],
    "original_max_position_embeddings": N_POSITIONS,
}
LOCAL = {
    "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 9e4},
    "sliding_attention": {"rope_type": "default", "rope_theta": 100.0},
}
LAYERS = ["sliding_attention", "full_attention", "sliding_attention"]
GPT_NEO = {
    "vocab_size": V,
    "hidden_size": 32,
    "num_layers": 3,
    "num_heads": 4,
    "max_position_embeddings": N_POSITIONS,
    "window_size": 7,
}
OPT = {
    "vocab_size": V,
    "hidden_size": 32,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "ffn_dim": 40,
    "word_embed_proj_dim": 32,
    "max_position_embeddings": N_POSITIONS,
}
MODERN = {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}
DISTIL = {"dim": 32, "n_layers": 3, "n_heads": 4, "hidden_dim": 48, "vocab_size": V}
MARIAN = {
    "vocab_size": V,
    "d_model": 32,
    **{f"{side}_layers": 2 for side in ("encoder", "decoder")},
    **{f"{side}_attention_heads": 4 for side in ("encoder", "decoder")},
    "encoder_ffn_dim": 48,
    "decoder_ffn_dim": 48,
    "max_position_embeddings": N_POSITIONS,
    "activation_function": "swish",
    "scale_embedding": True,
    "pad_token_id": V - 1,
    "decoder_start_token_id": V - 1,
    "eos_token_id": 0,
    "forced_eos_token_id": None,
}
ROBERTA = {**SIZES, "max_position_embeddings": N_POSITIONS + 2, "type_vocab_size": 1}
VIT = {**WIDE, "image_size": 16, "patch_size": 4}

# name -> class of the model, class of its config, options of the config
CAUSAL = {
    "gpt2": ("GPT2LMHeadModel", "GPT2Config", {
        "vocab_size": V, "n_positions": 48, "n_embd": 32, "n_layer": 3, "n_head": 4, **ENDLESS,
    }),
    "gpt-neo": ("GPTNeoForCausalLM", "GPTNeoConfig", {
        **GPT_NEO, **ENDLESS, "attention_types": [[["global", "local"], 1], [["local"], 1]],
    }),
    "opt": ("OPTForCausalLM", "OPTConfig", {**OPT, **ENDLESS}),
    "neox": ("GPTNeoXForCausalLM", "GPTNeoXConfig", {**CAUSAL_SIZES, "rotary_pct": 0.5}),
    "neox-serial": ("GPTNeoXForCausalLM", "GPTNeoXConfig", {
        **CAUSAL_SIZES, "rotary_pct": 1.0, "use_parallel_residual": False,
        "tie_word_embeddings": True,
    }),
    "llama": ("LlamaForCausalLM", "LlamaConfig", {**GROUPED, "rope_theta": 500.0}),
    "llama-tied": ("LlamaForCausalLM", "LlamaConfig", {
        **GROUPED, "head_dim": 6, "tie_word_embeddings": True,
    }),
    "llama-3": ("LlamaForCausalLM", "LlamaConfig", {**GROUPED, "rope_parameters": LLAMA_3}),
    "llama-linear": ("LlamaForCausalLM", "LlamaConfig", {
        **GROUPED, "rope_parameters": {"rope_type": "linear", "factor": 2.5, "rope_theta": 1e4},
    }),
    "llama-yarn": ("LlamaForCausalLM", "LlamaConfig", {**GROUPED, "rope_parameters": YARN}),
    "llama-longrope": ("LlamaForCausalLM", "LlamaConfig", {**GROUPED, "rope_parameters": LONGROPE}),
    "mistral": ("MistralForCausalLM", "MistralConfig", {**GROUPED, "sliding_window": 7}),
    "mixtral": ("MixtralForCausalLM", "MixtralConfig", GROUPED),
    "qwen2": ("Qwen2ForCausalLM", "Qwen2Config", GROUPED),
    "qwen3": ("Qwen3ForCausalLM", "Qwen3Config", {
        **GROUPED, "head_dim": 6, "tie_word_embeddings": True,
    }),
    "phi3": ("Phi3ForCausalLM", "Phi3Config", GROUPED),
    "olmo2": ("Olmo2ForCausalLM", "Olmo2Config", GROUPED),
    "smollm3": ("SmolLM3ForCausalLM", "SmolLM3Config", {**GROUPED, "no_rope_layer_interval": 2}),
    "gemma3": ("Gemma3ForCausalLM", "Gemma3TextConfig", {
        **GROUPED, "head_dim": 6, "sliding_window": 7, "query_pre_attn_scalar": 9,
        "layer_types": LAYERS, "rope_parameters": LOCAL,
    }),
}  # fmt: skip
ENCODERS = {
    "bert": ("BertForMaskedLM", "BertConfig", SIZES),
    "distilbert": ("DistilBertForMaskedLM", "DistilBertConfig", {
        **DISTIL, "max_position_embeddings": N_POSITIONS,
    }),
    "roberta": ("RobertaForMaskedLM", "RobertaConfig", {**ROBERTA, "layer_norm_eps": 1e-5}),
    "camembert": ("CamembertForMaskedLM", "CamembertConfig", ROBERTA),
    "modernbert": ("ModernBertForMaskedLM", "ModernBertConfig", {
        **SIZES, **MODERN, "local_attention": 8,
    }),
}  # fmt: skip
HEADLESS = {
    "bert-encoder": ("BertModel", "BertConfig", SIZES),
    "distilbert-encoder": ("DistilBertModel", "DistilBertConfig", DISTIL),
    "roberta-encoder": ("RobertaModel", "RobertaConfig", ROBERTA),
    "modernbert-encoder": ("ModernBertModel", "ModernBertConfig", {
        **SIZES, **MODERN, "local_attention": 8,
    }),
    "vit-encoder": ("ViTModel", "ViTConfig", VIT),
}  # fmt: skip
OTHERS = {
    "vit": ("ViTForImageClassification", "ViTConfig", {**VIT, "num_labels": 5}),
    "marian": ("MarianMTModel", "MarianConfig", MARIAN),
}
ALL = {**CAUSAL, **ENCODERS, **HEADLESS, **OTHERS}


def build(name):
    """Make a random model of the other library, with norms and biases that are not 0 and 1."""
    model_class, config_class, options = ALL[name]
    model = getattr(t, model_class)(getattr(t, config_class)(**options)).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.add_(torch.randn_like(parameter) * 0.1)
        if name == "marian":
            model.final_logits_bias.normal_()
    model.set_attn_implementation("eager")
    return model
