import { systemClock } from '#shared/lambda/system.ts';
import { askYesOrNo } from './ask-yes-or-no.ts';
import { createProgress } from './create-progress.ts';
import { paintFor } from './paint.ts';
import type { Terminal } from './terminal.ts';

/** Of a terminal that does not say how wide it is. */
const COLUMNS = 80;

/** Of this process. */
export function openTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  const interrupted = new AbortController();
  const interrupt = () => {
    // The next ends the process, as it would without us.
    process.off('SIGINT', interrupt);
    interrupted.abort();
  };
  process.on('SIGINT', interrupt);
  return {
    write: (text) => void stdout.write(text),
    tell: (text) => void stderr.write(text),
    paint: paintFor(stdout),
    columns: stdout.isTTY ? stdout.columns || COLUMNS : Infinity,
    isScreen: stdout.isTTY,
    progress: createProgress(stderr, systemClock),
    ask: stdin.isTTY && stderr.isTTY ? (question) => askYesOrNo(question, interrupt) : undefined,
    interrupted: interrupted.signal,
  };
}
