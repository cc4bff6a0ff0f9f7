/** What a stage is called, and why it cut what it cut, in words. */
import type { FilterSetting, SamplingAnswer, SamplingStage, Token } from '../../../app/api/types';
import { count, counted, figures, percent } from '../../../lib/numbers';
import { KNOBS } from '../knobs';
import { quoted } from '../../../lib/tokens';

/** Which token is chosen after which, and with what chance. */
export function titleOf(answer: SamplingAnswer, before: readonly Token[], decoding: boolean, seed: number): string {
  const { position, tokens, drawn } = answer;
  const token = quoted(tokens.find(({ id }) => id === drawn.id));
  const where = decoding && before.length < 2 ? 'To begin its answer' : `After ${quoted(before[position])}`;
  if (drawn.number === null) return `${where}, the most probable token is taken: ${token}`;
  return `${where}, seed ${seed} draws ${token}, which has ${percent(drawn.chance)}`;
}

/** What has no knob here; a knob has its title. */
const NAMES: Record<Exclude<SamplingStage['name'], FilterSetting>, string> = {
  model: 'the model',
  sequence_bias: 'sequence bias',
  encoder_repetition_penalty: 'source repetition penalty',
  no_repeat_ngram_size: 'no n-gram twice',
  encoder_no_repeat_ngram_size: 'no n-gram of the source',
  bad_words_ids: 'bad words',
  min_length: 'least length',
  min_new_tokens: 'least new tokens',
  forced_bos_token_id: 'forced beginning',
  forced_eos_token_id: 'forced end',
  remove_invalid_values: 'no invalid values',
  exponential_decay_length_penalty: 'length penalty',
  suppress_tokens: 'suppressed',
  begin_suppress_tokens: 'suppressed at first',
  renormalize_logits: 'normalised again',
  presence_penalty: 'presence penalty',
  frequency_penalty: 'frequency penalty',
};

/** 'top-k 50'. */
export function nameOf({ name, setting }: SamplingStage): string {
  const knob = KNOBS.find(({ parameter }) => parameter === name);
  const called = knob ? knob.title.toLowerCase() : NAMES[name as keyof typeof NAMES];
  return setting === null ? called : `${called} ${knob?.whole ? count(setting) : setting}`;
}

/** What it cut: 'Cut 49,142 tokens that had 12.3 % together'. */
const cutOf = ({ cut, cut_share }: SamplingStage): string =>
  cut === 0
    ? 'Cut nothing'
    : cut === 1
      ? `Cut 1 token that had ${percent(cut_share)}`
      : `Cut ${counted(cut, 'token')} that had ${percent(cut_share)} together`;

/** What a stage did and where its threshold lies, in sentences. */
export function why(stage: SamplingStage): string {
  const own = stage.own ? ' The model’s own generation config asks for it.' : '';
  if (stage.reason) return cutOf(stage) + because(stage, stage.reason) + own;
  return `${counted(stage.left, 'token')} with an entropy of ${figures(stage.entropy)} bits. No filter has acted yet.`;
}

type Reason = NonNullable<SamplingStage['reason']>;

function because({ setting, left, cut }: SamplingStage, reason: Reason): string {
  switch (reason.kind) {
    case 'changed': {
      const changed = reason.changed
        ? ` It changed the logits of ${counted(reason.changed, 'token')} that are left.`
        : '';
      return `.${changed}`;
    }
    case 'repetition': {
      const { tokens, before, after } = reason;
      const which = tokens === 1 ? 'token' : counted(tokens, 'token');
      return `: the ${which} that came before had ${percent(before)} and now ${have(tokens)} ${percent(after)}.`;
    }
    case 'temperature':
      return `: the entropy went from ${figures(reason.before)} to ${figures(reason.after)} bits.`;
    case 'greedy': {
      const equal = reason.equal > 1 ? ` ${count(reason.equal)} tokens have that logit; the first is taken.` : '';
      return `: only the largest logit counts, and its token had ${percent(reason.greatest)}.${equal}`;
    }
    case 'top_k': {
      const k = setting ?? 0;
      if (!cut) return `: there are no more than ${count(k)}.`;
      const ties = left > k ? ` ${counted(left, 'token')} are left, since several have that logit.` : '';
      return `: less probable than the ${ordinal(Math.min(k, left))}, whose logit is ${figures(reason.logit)}.${ties}`;
    }
    case 'top_p': {
      if (left === 1) return `: the most probable has ${percent(reason.share)}, which is enough.`;
      const short = `would have ${percent(reason.short)} without the last of them, too little`;
      return `: the ${count(left)} most probable have ${percent(reason.share)}, and ${short}.`;
    }
    case 'min_p': {
      const threshold = `${setting} × ${percent(reason.greatest)} = ${percent(reason.threshold)}`;
      return cut ? `: less than ${threshold}.` : `: none has less than ${threshold}.`;
    }
    case 'typical': {
      const kept = left === 1 ? 'token' : counted(left, 'token');
      const surprise = left === 1 ? figures(reason.least) : `${figures(reason.least)} to ${figures(reason.most)}`;
      const entropy = `. The entropy is ${figures(reason.entropy)} bits`;
      return `${entropy}, and the ${kept} with the nearest surprise, ${surprise} bits, ${have(left)} ${percent(reason.share)}.`;
    }
  }
}

const have = (tokens: number): string => (tokens === 1 ? 'has' : 'have');

/** '1st', '12th', '1,003rd'. */
export function ordinal(n: number): string {
  const teen = n % 100 > 10 && n % 100 < 14;
  const end = teen ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[n % 10] ?? 'th');
  return count(n) + end;
}
