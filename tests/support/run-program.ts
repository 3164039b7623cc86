// What simulate, chaos and fuzz have in common: how they are stopped, how they say what went wrong, and with what they end.
import { CommanderError } from '@commander-js/extra-typings';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { hasCode } from '../../local/has-code.ts';
import { StartRefused } from '../../local/start-refused.ts';

/** The last two are 128 + SIGINT and SIGPIPE, as shells count. */
export const exitCode = { held: 0, breached: 1, wrongUsage: 2, notRun: 3, interrupted: 130, pipeClosed: 141 } as const;

export const EXIT_CODES = `
Exit codes:
  0 all held   1 something did not   2 wrong usage   3 it could not run   130 Ctrl-C`;

/** What was asked for cannot be meant, which Commander alone does not see; shown without a stack. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

/** The program could not do what it is for, and the message says why; shown without a stack. */
export class NotRun extends Error {
  override readonly name: string = 'NotRun';
}

/** Aborts at the first Ctrl-C or polite kill; the second ends the program at once. */
export function stopOnInterrupt(): AbortSignal {
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (stopping.signal.aborted) process.exit(exitCode.interrupted);
      process.stderr.write('Stopping…\n');
      stopping.abort();
    });
  }
  return stopping.signal;
}

/** A directory that goes when the program ends, however it ends but by kill -9. */
export function ownDirectory(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `webhook-pipeline-${name}-`));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  return directory;
}

interface Stopping {
  readonly signal: AbortSignal;
  /** What somebody who stopped it must not believe. */
  readonly sentence: string;
}

/** @param perform reads the options, does it all and tells the exit code */
export async function runProgram(perform: () => Promise<number>, stopping: Stopping): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endWithPipe);
  let code: number;
  try {
    code = await perform();
  } catch (error) {
    code = explain(error, stopping);
  }
  // What was stopped half-way may still wait for something.
  if (code === exitCode.interrupted) process.exit(code);
  process.exitCode = code;
}

/** `| head` closes the pipe when it has seen enough; whatever then was not read may have been a breach. */
function endWithPipe(error: NodeJS.ErrnoException): void {
  if (hasCode(error, 'EPIPE')) process.exit(exitCode.pipeClosed);
  throw error;
}

function explain(error: unknown, { signal, sentence }: Stopping): number {
  // Commander has already printed what was wrong, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.held : exitCode.wrongUsage;
  if (signal.aborted) {
    process.stderr.write(`${sentence}\n`);
    return exitCode.interrupted;
  }
  process.stderr.write(`${styleText('red', textOf(error), { stream: process.stderr })}\n`);
  return error instanceof WrongUsage ? exitCode.wrongUsage : exitCode.notRun;
}

function textOf(error: unknown): string {
  if (error instanceof WrongUsage || error instanceof NotRun || error instanceof StartRefused) return error.message;
  return String(error instanceof Error ? error.stack : error);
}
