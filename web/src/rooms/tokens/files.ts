/** Which of the files that someone gives are a tokenizer: one file, or `vocab.json` with its `merges.txt`. */

export interface Given<F> {
  file: F;
  merges?: F;
}

/** Null where it can't be told which of them is meant. */
export function tokenizerAmong<F extends { name: string }>(files: readonly F[]): Given<F> | null {
  const named = (name: string) => files.find((file) => file.name === name);
  const whole = files.length === 1 ? files[0] : named('tokenizer.json');
  if (whole) return { file: whole };
  const [file, merges] = [named('vocab.json'), named('merges.txt')];
  return file && merges ? { file, merges } : null;
}
