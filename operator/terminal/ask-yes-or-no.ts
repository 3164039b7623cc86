import { createInterface } from 'node:readline/promises';

/** Asks on the terminal; whatever is not a yes is a no, and so are Ctrl-C and Ctrl-D. @param onCtrlC told before that no */
export async function askYesOrNo(question: string, onCtrlC: () => void): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const interrupted = new AbortController();
  // The terminal is in raw mode while it asks: Ctrl-C comes as a key, and nobody gets a signal.
  terminal.once('SIGINT', () => {
    onCtrlC();
    interrupted.abort();
  });
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal: interrupted.signal });
    return /^y(?:es)?$/i.test(answer.trim());
  } catch (error) {
    // Ctrl-D ends the input, and the question with it.
    if (error instanceof Error && error.name === 'AbortError') return false;
    throw error;
  } finally {
    terminal.close();
  }
}
