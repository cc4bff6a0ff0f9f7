import { describe, expect, it } from 'vitest';
import { MOST, namesIn, namesOut } from './chosen';

describe('the tokenizers in the address', () => {
  it('is the model’s own where none is named', () => {
    expect(namesIn(undefined)).toEqual(['']);
    expect(namesOut([''])).toBeNull();
    expect(namesOut([])).toBeNull();
  });

  it('comes back as it was written', () => {
    for (const names of [['cl100k'], ['', 'cl100k'], ['bert', '', 'o200k']])
      expect(namesIn(namesOut(names) ?? undefined)).toEqual(names);
  });

  it('names each once, and no more than fit side by side', () => {
    expect(namesIn('a,a, b')).toEqual(['a', 'b']);
    expect(namesIn('a,b,c,d,e,f,g')).toHaveLength(MOST);
  });
});
