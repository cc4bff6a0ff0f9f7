/** What was measured, as a table: a row for each question in each style. */
import type { PromptMeasured } from '../../../app/api/types';
import type { Table } from '../../../lib/table';
import { STYLES, type Item, type Style } from './styles';

export const tableOf = (items: readonly Item[], found: (style: Style, item: Item) => PromptMeasured | null): Table => ({
  columns: [
    'question',
    'answer',
    'style',
    'probability',
    'log probability',
    'right',
    'most probable text',
    'reasoning',
  ],
  rows: items.flatMap((item) =>
    STYLES.flatMap((style) => {
      const one = found(style, item);
      if (!one) return [];
      const { probability, log_probability } = one.answers[0]!;
      const written = one.greedy.map(({ text }) => text).join('');
      const right = one.right ? 'yes' : 'no';
      return [
        [item.question, item.answer, style, probability, log_probability, right, written, one.reasoning?.text ?? null],
      ];
    }),
  ),
});
