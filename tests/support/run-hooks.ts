import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { startHooks, type Given, type HooksProcess } from './start-hooks.ts';

export interface EndedCommand {
  /** -1 when it was ended from outside. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm run hooks -- …` as a script would call it, on the pipeline whose directory this is. */
export function runHooks(localDir: string, args: readonly string[], given: Given = {}): Promise<EndedCommand> {
  return endOf(startHooks(localDir, args, given));
}

/** All that it printed, once it has ended. */
export async function endOf(child: HooksProcess): Promise<EndedCommand> {
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exitCode: child.exitCode ?? -1, stdout, stderr };
}
