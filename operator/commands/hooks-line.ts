/** What a shell takes as one word without quotes. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** A command that can be pasted, for the same stage. */
export function hooksLine(stage: string, words: readonly string[]): string {
  const stageWords = stage === 'local' ? [] : ['--stage', stage];
  return ['npm run hooks --', ...[...words, ...stageWords].map(quoted)].join(' ');
}

/** What came from a sender or an error must not mean anything to the shell of whoever pastes it. */
export const quoted = (word: string): string =>
  PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
