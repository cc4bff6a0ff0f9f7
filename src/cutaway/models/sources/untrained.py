"""The textbook transformer, made here: an encoder and a decoder with random weights, the same each time.

Six blocks each, vectors of 512 numbers, eight heads, sinusoidal positions, norms after additions, as in Vaswani et al. 2017,
Attention Is All You Need. Its vocabulary is a list of words, so that each word of a sentence is one token.
"""

from cutaway.store.cache import Staging
from cutaway.store.fetch_context import FetchContext

SEED = 2017
SPECIAL = ("<pad>", "</s>", "<unk>")
WORDS = """
the a an this that these those my your his her its our their one two three four five six seven eight nine ten
cat dog mouse bird fish horse cow sheep lion tiger bear wolf fox rabbit man woman child boy girl friend king queen teacher student
mat rug floor chair table bed door window house garden tree river sea road street city town school book letter word sentence story
boat car train bicycle ball box cup bottle bread apple water milk tea coffee sun moon star sky rain snow wind fire stone gold
sat sits sit lay lies lie ran runs run saw sees see ate eats eat slept sleeps sleep went goes go came comes come said says say
gave gives give took takes take made makes make found finds find wrote writes write read reads loved loves love liked likes like
was were is are be been has had have do does did can could will would may might must should not
big small old young new good bad long short high low red green blue black white happy sad fast slow hot cold
on in at by to of for with from under over behind before after into out up down near between through because and or but so if when
he she it they we you i him them us me who what which where why how there here now then today very too also only again always never
. , ? ! ; :
die der das eine ein katze hund maus saß sitzt auf matte haus mann frau kind und ist war nicht mit
"""


def make(stage: Staging, job: FetchContext) -> None:
    """Writes the model and its tokenizer to `stage.model`."""
    job.tell(f"Making {job.title}")
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import MarianConfig, MarianMTModel

    words = list(dict.fromkeys([*SPECIAL, *WORDS.split()]))
    vocabulary = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing("$A", special_tokens=[])
    tokenizer.add_special_tokens(list(SPECIAL))
    config = MarianConfig(
        vocab_size=len(words), d_model=512, encoder_layers=6, decoder_layers=6, encoder_attention_heads=8, decoder_attention_heads=8,
        encoder_ffn_dim=2048, decoder_ffn_dim=2048, max_position_embeddings=512, activation_function="relu", scale_embedding=True,
        init_std=512**-0.5, pad_token_id=0, eos_token_id=1, decoder_start_token_id=0, forced_eos_token_id=None, dropout=0.0,
    )  # fmt: skip
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(SEED)
        model = MarianMTModel(config)
    model.save_pretrained(stage.model)
    tokenizer.save(str(stage.model / "tokenizer.json"))
