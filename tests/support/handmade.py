"""Models written by hand, as people write them: attention that is asked of PyTorch in a block's own code, in each of its ways."""

from typing import Any

import torch
from torch import nn
from torch.nn import functional
from torch.nn.functional import scaled_dot_product_attention
from transformers import PreTrainedConfig, PreTrainedModel
from transformers.modeling_outputs import CausalLMOutput

WIDTH, HEADS, VOCABULARY = 32, 4, 97
WAYS = (
    "causal", "true and false", "added", "shared keys", "both ways", "folded", "imported", "multihead", "encoder", "encoder, norms first",
)  # fmt: skip


class HandmadeConfig(PreTrainedConfig):
    """Which way attention is asked for."""

    model_type = "handmade"

    def __init__(self, way: str = "causal", **options: Any) -> None:
        self.way, self.hidden_size, self.vocab_size = way, WIDTH, VOCABULARY
        super().__init__(**options)


def mask(way: str, count: int) -> torch.Tensor | None:
    """What each query may see: what is added to scores."""
    later = torch.ones(count, count, dtype=torch.bool).triu(1)
    hidden = torch.zeros(count, count).masked_fill(later, -torch.inf)
    if way == "added":
        return hidden - 0.1 * (torch.arange(count)[:, None] - torch.arange(count)).abs()
    return None if way in ("both ways", "encoder", "encoder, norms first") else hidden


class Block(nn.Module):
    """A block that normalises first, with its attention in its own code."""

    def __init__(self, way: str) -> None:
        super().__init__()
        self.way = way
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.mixed = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 48), nn.Linear(48, WIDTH)
        if way == "multihead":
            self.attention = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)

    def projected(self, normed: torch.Tensor) -> list[torch.Tensor]:
        """Queries, keys and values, `(1, heads, positions, d_head)`."""
        weight, bias = self.qkv.weight, self.qkv.bias
        if self.way == "multihead":
            weight, bias = self.attention.in_proj_weight, self.attention.in_proj_bias
        parts = functional.linear(normed, weight, bias).chunk(3, -1)
        q, k, v = (part.unflatten(-1, (HEADS, -1)).transpose(1, 2) for part in parts)
        return [q, k[:, :2], v[:, :2]] if self.way == "shared keys" else [q, k, v]

    def attended(self, normed: torch.Tensor) -> torch.Tensor:
        """What attention gives, mixed."""
        count = normed.shape[1]
        later = torch.ones(count, count, dtype=torch.bool).triu(1)
        if self.way == "multihead":
            return self.attention(normed, normed, normed, attn_mask=later, need_weights=False)[0]
        q, k, v = self.projected(normed)
        if self.way == "true and false":
            z = functional.scaled_dot_product_attention(q, k, v, attn_mask=~later)
        elif self.way == "added":
            z = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask("added", count), scale=0.2)
        elif self.way == "shared keys":
            z = functional.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
        elif self.way == "both ways":
            z = functional.scaled_dot_product_attention(q, k, v)
        elif self.way == "folded":
            folded: Any = (each.flatten(0, 1) for each in (q, k, v))
            z = functional.scaled_dot_product_attention(*folded, is_causal=True).unflatten(0, (-1, HEADS))
        elif self.way == "imported":
            z = scaled_dot_product_attention(q, k, v, None, 0.0, True)
        else:
            z = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.mixed(z.transpose(1, 2).reshape(normed.shape))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The residual stream after the block."""
        x = x + self.attended(self.norm1(x))
        return x + self.down(functional.gelu(self.up(self.norm2(x))))


class Handmade(PreTrainedModel):
    """Two blocks and a head."""

    config_class = HandmadeConfig

    def __init__(self, config: HandmadeConfig) -> None:
        super().__init__(config)
        self.embed, self.head = nn.Embedding(VOCABULARY, WIDTH), nn.Linear(WIDTH, VOCABULARY)
        if config.way.startswith("encoder"):
            first = config.way.endswith("first")
            layer = nn.TransformerEncoderLayer(WIDTH, HEADS, 48, batch_first=True, norm_first=first)
            self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        else:
            self.blocks = nn.ModuleList([Block(config.way) for _ in range(2)])
        self.post_init()

    def get_input_embeddings(self) -> nn.Embedding:
        """The table of tokens."""
        return self.embed

    def forward(self, input_ids: torch.Tensor, **_: Any) -> CausalLMOutput:
        """Logits of each position."""
        x = self.embed(input_ids)
        if self.config.way.startswith("encoder"):
            x = self.encoder(x)
        else:
            for block in self.blocks:
                x = block(x)
        return CausalLMOutput(logits=self.head(x))


def handmade(way: str) -> Any:
    """A random model."""
    torch.manual_seed(3)
    hf: Any = Handmade(HandmadeConfig(way)).eval()
    with torch.no_grad():
        for parameter in hf.parameters():
            parameter.copy_(0.3 * torch.randn_like(parameter))
    return hf
