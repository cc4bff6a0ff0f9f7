import { describe, expect, test } from 'vitest';
import type { About, ModelStatus } from '../../app/api/types';
import { caption } from './caption';
import { csv, matrixTable } from '../../lib/table';

describe('numbers as a table', () => {
  test('every 32-bit float survives', () => {
    const values = Float32Array.of(1 / 3, -1.1754944e-38, 3.4028235e38, 0.1);
    const lines = csv({ columns: ['x'], rows: [...values].map((x) => [x]) }, [])
      .trim()
      .split('\r\n');
    expect(Float32Array.from(lines.slice(1), Number)).toEqual(values);
  });

  test('text that means something in a table is quoted, and what is not there is empty', () => {
    const table = {
      columns: ['a', 'b,c'],
      rows: [
        ['say "x"', null],
        [' ', '#1'],
        ['two\nlines', NaN],
      ],
    };
    expect(csv(table, ['one\ntwo'])).toBe('# one two\r\na,"b,c"\r\n"say ""x""",\r\n" ","#1"\r\n"two\nlines",\r\n');
  });

  test('a matrix has its names on both sides', () => {
    const table = matrixTable('query', ['a', 'b'], ['x', 'y'], (row, column) => (column > row ? null : row + column));
    expect(csv(table, [])).toBe('query,x,y\r\na,0,\r\nb,1,2\r\n');
  });
});

describe('a caption', () => {
  const about = { version: '0.1', versions: { torch: '2.13.0' } } as unknown as About;
  const status = {
    title: 'SmolLM2',
    name: 'smollm2',
    facts: { architecture: 'LlamaForCausalLM', dtype: 'float32' },
    provenance: { source: 'package x', version: '1.0' },
  } as unknown as ModelStatus;
  const origin = { title: 'A view', about, status, text: 'a\nb', target: '', tokens: 2 };

  test('says what is seen, by which model and versions, of which text', () => {
    expect(caption(origin)).toEqual([
      'A view',
      'Model: SmolLM2, LlamaForCausalLM, float32, from package x 1.0',
      'Text (2 tokens): “a\\nb”',
      'Cutaway 0.1, torch 2.13.0',
    ]);
  });

  test('cuts a long text, and says so', () => {
    const [, , line = ''] = caption({ ...origin, text: '🚀'.repeat(300) });
    expect(line).toContain('cut here');
    expect(line).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  });
});
