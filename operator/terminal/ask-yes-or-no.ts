import { createInterface } from 'node:readline/promises';

/** Asks on the terminal; whatever is not a yes is a no, and so is the signal. */
export async function askYesOrNo(question: string, signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // The terminal is in raw mode while it asks: Ctrl-C comes as a key, and becomes what it is everywhere else.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal });
    return /^y(?:es)?$/i.test(answer.trim());
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    terminal.close();
  }
}
