import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';

/** Far beyond the longest of any sender's. */
const SECRET_BYTES_MAX = 64 * 1024;

export interface SecretStreams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr: Pick<NodeJS.WritableStream, 'write'>;
}

/** One line from standard input; on a terminal it is asked for, and what is typed is not shown. @throws {CommandError} */
export async function readSecret(question: string, streams: SecretStreams = process): Promise<string> {
  const text = streams.stdin.isTTY === true ? await askUnseen(question, streams) : await readAll(streams.stdin);
  const secret = text.replace(/\r?\n$/, '');
  const problem = problemOf(secret);
  if (problem === undefined) return secret;
  throw new CommandError(exitCode.wrongUsage, problem);
}

/** Mistakes of pasting, which would be found out only when the sender is refused. */
function problemOf(secret: string): string | undefined {
  if (secret === '') return 'No secret came: pipe it into the command, or type it on a terminal.';
  if (/[\r\n]/.test(secret)) return 'The secret has more than one line: pipe one secret at a time.';
  if (secret.trim() !== secret) return 'The secret begins or ends with a blank.';
  return undefined;
}

async function askUnseen(question: string, { stdin, stderr }: SecretStreams): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, written) => written() });
  const terminal = createInterface({ input: stdin, output: nowhere, terminal: true, historySize: 0 });
  const interrupted = new AbortController();
  // The terminal is in raw mode while it asks: Ctrl-C comes as a key, and nobody gets a signal.
  terminal.once('SIGINT', () => interrupted.abort());
  stderr.write(`${question} `);
  try {
    return await terminal.question('', { signal: interrupted.signal });
  } catch (error) {
    // Ctrl-D ends the input, and the question with it.
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
    throw new CommandError(exitCode.interrupted, 'Nothing was done.');
  } finally {
    terminal.close();
    stderr.write('\n');
  }
}

async function readAll(stdin: AsyncIterable<string | Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > SECRET_BYTES_MAX) throw new CommandError(exitCode.wrongUsage, 'What comes is too long for a secret.');
    chunks.push(buffer);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    // The decoder's error says nothing of use, and must not quote what it could not read.
    throw new CommandError(exitCode.wrongUsage, 'What comes is no text in UTF-8.');
  }
}
