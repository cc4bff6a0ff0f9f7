"""Chat: the prompt is `apply_chat_template`'s, and each of its tokens says where it came from."""

import time
from typing import Any

import pytest
import tokenizers
from tokenizers import processors
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from cutaway import Model
from cutaway.errors import BadText, UnsupportedModel
from cutaway.generate.settings import Settings
from cutaway.models.fetch import ensure
from cutaway.tokens import chat_template
from cutaway.tokens.chat_prompt import chat_prompt, end_of_turn
from cutaway.tokens.chat_template import BadMessages, ChatTemplate, NoChatTemplate, template_of
from cutaway.tokens.tokenizer import Tokenizer
from support.serving import byte_tokenizer, headless, tiny, two_stacks

CHATS: list[list[dict[str, str]]] = [
    [{"role": "user", "content": "What is the capital of France?"}],
    [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}],
    [
        {"role": "user", "content": "a"}, {"role": "assistant", "content": "a"}, {"role": "user", "content": "  a\n"},
    ],
    [{"role": "user", "content": "Żółć 🙂 <|im_end|> and user"}],
    [{"role": "user", "content": ""}],
]  # fmt: skip

# In the manner of Llama 2, Mistral, Gemma and Llama 3: with a beginning of their own, trimmed contents, renamed roles, refusals.
TEMPLATES = {
    "plain": "{% for m in messages %}{{ '<|' + m['role'] + '|>' + m['content'] + eos_token }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}",
    "with a beginning": "{{ bos_token }}{% for m in messages %}{% if m['role'] == 'user' %}"
    "{{ '[INST] ' + m['content'] | trim + ' [/INST]' }}"
    "{% elif m['role'] == 'assistant' %}{{ ' ' + m['content'] + eos_token }}"
    "{% else %}{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}{% endfor %}",
    "looks into what is said": "{{ bos_token }}{% for m in messages %}{% if m['content'] | length > 3 %}long: {% endif %}"
    "{{ m['content'] + '\\n' }}{% endfor %}",
}  # fmt: skip


@pytest.fixture(scope="module")
def hf_tokenizer() -> Any:
    return AutoTokenizer.from_pretrained(ensure("smollm2").folder)


def with_beginning() -> tokenizers.Tokenizer:
    """A tokenizer over bytes that puts a beginning before every text."""
    backend = byte_tokenizer()
    backend.add_special_tokens(["<s>", "</s>", "<unk>"])
    backend.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 256)])
    return backend


@pytest.mark.parametrize("messages", CHATS)
@pytest.mark.parametrize("opening", [True, False])
def test_the_prompt_is_that_of_apply_chat_template(
    smollm2: Model, hf_tokenizer: Any, messages: list[dict[str, str]], opening: bool
) -> None:
    found = smollm2.chat_prompt(messages, add_generation_prompt=opening)
    given: dict[str, Any] = {"add_generation_prompt": opening}
    assert list(found.ids) == hf_tokenizer.apply_chat_template(messages, return_dict=False, **given)
    assert found.text == hf_tokenizer.apply_chat_template(messages, tokenize=False, **given)


@pytest.mark.parametrize("messages", CHATS)
def test_what_is_of_a_message_is_its_content(smollm2: Model, messages: list[dict[str, str]]) -> None:
    found = smollm2.chat_prompt(messages)
    assert smollm2.tokenizer is not None
    for number, message in enumerate(messages):
        ids = [token.id for token, source in zip(found.tokens, found.sources, strict=True) if source == number]
        # A token may begin with the template's line break and go on with the message's space.
        said = smollm2.tokenizer.text_of(ids)
        assert message["content"] in said and said.strip() == message["content"].strip()


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("messages", [CHATS[0], CHATS[2]])
def test_templates_of_many_makes_are_transformers_s(name: str, messages: list[dict[str, str]]) -> None:
    """No beginning stands twice, although tokenizer and template each write one."""
    theirs: Any = PreTrainedTokenizerFast(
        tokenizer_object=with_beginning(),
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        chat_template=TEMPLATES[name],
    )
    ours = Tokenizer(theirs)
    assert ours.chat_template is not None
    found = chat_prompt(ours, ours.chat_template, messages)
    expected = theirs.apply_chat_template(messages, add_generation_prompt=True, return_dict=False)
    assert list(found.ids) == expected
    assert found.ids.count(256) == TEMPLATES[name].count("bos_token")
    for number, message in enumerate(messages):
        ids = [token.id for token, source in zip(found.tokens, found.sources, strict=True) if source == number]
        assert ours.text_of(ids).strip() == message["content"].strip()


def test_what_a_template_refuses_is_told() -> None:
    template = ChatTemplate(TEMPLATES["with a beginning"], {"bos_token": "<s>", "eos_token": "</s>"})
    with pytest.raises(BadMessages, match="Only user and assistant roles are supported!"):
        template.render(CHATS[1])
    with pytest.raises(BadMessages, match="refuses"):
        ChatTemplate("{{ broken", {}).render(CHATS[0])


def test_a_template_can_reach_nothing_but_what_it_is_given() -> None:
    """Transformers' sandbox: what a stranger's template tries is an error, not a program."""
    for source in (
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{% include '/etc/passwd' %}",
        "{{ messages.append(1) }}",
    ):
        with pytest.raises(BadMessages):
            ChatTemplate(source, {}).render(CHATS[0])


def test_answers_are_generate_s_and_end_with_the_turn(smollm2: Model, hf_tokenizer: Any) -> None:
    first = smollm2.chat("What is the capital of France?", 40)
    given = hf_tokenizer.apply_chat_template(
        first.prompt.messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    hf: Any = smollm2.hf
    length = given["input_ids"].shape[1]
    theirs = hf.generate(**given, max_new_tokens=40, do_sample=False)[0][length:]
    assert first.text == hf_tokenizer.decode(theirs, skip_special_tokens=True)
    assert first.ended and first.messages[-1] == {"role": "assistant", "content": first.text}
    cut = smollm2.chat("What is the capital of France?", 3)
    assert not cut.ended and first.text.startswith(cut.text)
    second = smollm2.chat([*first.messages, {"role": "user", "content": "And of Spain?"}], 40)
    assert second.prompt.text.startswith(first.prompt.text + first.text)
    assert "Madrid" in second.text


def test_the_end_of_a_turn_is_read_off_the_template(smollm2: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that an answer ends where the generation config names no end."""
    assert smollm2.tokenizer is not None and smollm2.tokenizer.chat_template is not None
    assert end_of_turn(smollm2.tokenizer, smollm2.tokenizer.chat_template, CHATS[0]) == "<|im_end|>"
    monkeypatch.setattr(smollm2.hf.generation_config, "eos_token_id", None)
    reply = smollm2.chat("What is the capital of France?", 40)
    assert reply.ended and reply.text.endswith("Paris.")


def test_settings_act_in_a_chat(smollm2: Model) -> None:
    drawn = Settings(temperature=1.5)
    same = [smollm2.chat("Name a colour.", 8, settings=drawn, seed=seed).text for seed in (1, 1, 2)]
    assert same[0] == same[1] != same[2]
    stopped = smollm2.chat(
        "What is the capital of France?", 40, settings=Settings(temperature=0, stop_strings="France")
    )
    assert stopped.text.endswith("France") and stopped.ended


@pytest.mark.parametrize(
    "wrong",
    [None, 3, [], {}, b"x", [3], ["x"], [{"role": "user"}], [{"content": "x"}], [{"role": 1, "content": "x"}],
     [{"role": "user", "content": None}], [{"role": "user", "content": ["x"]}], {"role": "user", "content": "x"}],
)  # fmt: skip
def test_what_is_no_conversation_is_refused(smollm2: Model, wrong: Any) -> None:
    with pytest.raises(BadMessages):
        smollm2.chat(wrong)


def test_half_a_character_is_refused(smollm2: Model) -> None:
    with pytest.raises(BadText):
        smollm2.chat("\ud800")


def test_models_that_can_t_chat_say_so() -> None:
    with pytest.raises(NoChatTemplate, match="no chat template"):
        tiny().chat("Hello")
    for model in (headless(), two_stacks()):
        with pytest.raises(UnsupportedModel, match=r"does not write on from a text"):
            model.chat("Hello")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x", "x"), ("", None), (None, None), (3, None), ({"default": "d", "tool_use": "t"}, "d"),
        ([{"name": "rag", "template": "r"}, {"name": "default", "template": "d"}], "d"), ([{"name": "rag", "template": "r"}], None),
    ],
)  # fmt: skip
def test_templates_stand_in_files_in_several_forms(source: Any, found: str | None) -> None:
    template = template_of(
        source, {"bos_token": {"content": "<s>"}, "eos_token": "</s>", "pad_token": None, "chat_template": "x"}
    )
    assert (template and template.source) == found
    if template:
        assert template.special_tokens == {"bos_token": "<s>", "eos_token": "</s>"}


ENDLESS = {
    "loops": "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}{% endfor %}{% endfor %}{% endfor %}",
    "a text that doubles": "{% set n = namespace(t='ab') %}{% for i in range(99) %}{% set n.t = n.t + n.t %}{% endfor %}{{ n.t }}",
    "a long text": "{{ 'ab' * 999999999 }}",
    "a long number": "{{ 7 ** (7 ** (7 ** 7)) }}",
    "many texts": "{% for a in range(99999) %}{% for b in range(999) %}{{ 'abcdefgh' }}{% endfor %}{% endfor %}",
    "itself": "{% macro f(x) %}{{ f(x) }}{{ f(x) }}{% endmacro %}{{ f(1) }}",
    "a range too long": "{% for a in range(10 ** 9) %}{% endfor %}",
    "a wide field": "{{ '%999999999d' | format(1) }}",
}


@pytest.mark.parametrize("case", ENDLESS)
def test_a_template_without_end_is_stopped_and_the_next_one_answers(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_template, "SECONDS", 1.0)
    started = time.monotonic()
    with pytest.raises(BadMessages, match="chat template"):
        ChatTemplate(ENDLESS[case], {}).render([{"role": "user", "content": "a"}])
    assert time.monotonic() - started < 30
    assert ChatTemplate(TEMPLATES["plain"], {"eos_token": "."}).render([{"role": "user", "content": "a"}]) == (
        "<|user|>a.<|assistant|>"
    )


def test_messages_that_no_process_can_be_given_are_refused() -> None:
    with pytest.raises(BadMessages, match="can't be given"):
        ChatTemplate("{{ messages }}", {}).render([{"role": "user", "content": "a", "tool": lambda: 1}])
