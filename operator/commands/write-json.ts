import type { Terminal } from '../terminal/terminal.ts';

/** One object on one line, which says by `kind` what it is. */
export const writeJson = (kind: string, shown: object, { write }: Pick<Terminal, 'write'>): void =>
  write(`${JSON.stringify({ kind, ...shown })}\n`);
