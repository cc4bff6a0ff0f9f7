import { describe, expect, test } from 'vitest';
import { DraftHistory } from './history';

const draft = (text: string, ...appended: number[]) => ({ text, target: '', appended });

describe('undo', () => {
  test('takes back what was typed in one go', () => {
    const history = new DraftHistory(draft(''));
    for (const [i, text] of ['T', 'Th', 'The'].entries()) history.record(draft(text), true, i * 100);
    history.record(draft('The c'), true, 5000);
    expect(history.undo()).toEqual(draft('The'));
    expect(history.undo()).toEqual(draft(''));
    expect(history.canUndo).toBe(false);
    expect(history.undo()).toEqual(draft(''));
  });

  test('takes back appended tokens one by one', () => {
    const history = new DraftHistory(draft('a'));
    history.record(draft('a', 1), false, 0);
    history.record(draft('a', 1, 2), false, 1);
    expect(history.undo()).toEqual(draft('a', 1));
    expect(history.undo()).toEqual(draft('a'));
  });

  test('keeps typing after an appended token apart from it', () => {
    const history = new DraftHistory(draft('a'));
    history.record(draft('a', 1), false, 0);
    history.record(draft('ab'), true, 1);
    expect(history.undo()).toEqual(draft('a', 1));
  });

  test('counts no step where nothing changed', () => {
    const history = new DraftHistory(draft('a', 1));
    history.record(draft('a', 1), true, 0);
    expect(history.canUndo).toBe(false);
  });
});

describe('redo', () => {
  test('does again what undo took back', () => {
    const history = new DraftHistory(draft('a'));
    history.record(draft('b'), false, 0);
    history.undo();
    expect(history.redo()).toEqual(draft('b'));
    expect(history.canRedo).toBe(false);
  });

  test('ends where something new is typed', () => {
    const history = new DraftHistory(draft('a'));
    history.record(draft('b'), true, 0);
    history.undo();
    history.record(draft('c'), true, 100);
    expect(history.canRedo).toBe(false);
    expect(history.undo()).toEqual(draft('a'));
  });
});
