import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';

/** What `--mix` says: how much of all events a worker gets, or a source sends. */
export type Mix = Readonly<Record<string, number>>;

/** `archive=1,forward=0.5`, or `stripe-eu=0.7,github=0.3`. @throws {CommandError} */
export function parseMix(text: string): Mix {
  const parts = text.split(',').map((part) => /^\s*([a-z0-9][a-z0-9-]*)=(\d*\.?\d+)\s*$/.exec(part) ?? refuse(part));
  return Object.fromEntries(
    parts.map(([part, name = '', share]) => [name, Number(share) <= 1 ? Number(share) : refuse(part)]),
  );
}

function refuse(part: string): never {
  throw new CommandError(
    exitCode.wrongUsage,
    `--mix: ${JSON.stringify(part)} is no share: name a worker or a source and a number from 0 to 1, as in archive=1,forward=0.5.`,
  );
}

/** A worker that is named gets that; one that listens to some sources gets what these send; the others what is assumed. */
export function shareOf(name: string, sources: readonly string[] | undefined, mix: Mix, assumed: Mix): number {
  const own = mix[name];
  if (own !== undefined) return own;
  const sent = Object.entries(mix).filter(([source]) => sources?.some((one) => matches(one, source)));
  if (sent.length > 0)
    return Math.min(
      1,
      sent.reduce((sum, [, share]) => sum + share, 0),
    );
  return assumed[name] ?? 1;
}

/** A name that stands for nothing would change nothing. @throws {CommandError} */
export function checkMix(mix: Mix, rows: ReadonlyMap<string, readonly string[] | undefined>): void {
  const listened = [...rows.values()].flatMap((sources) => sources ?? []);
  for (const name of Object.keys(mix)) {
    if (rows.has(name) || listened.some((pattern) => matches(pattern, name))) continue;
    throw new CommandError(
      exitCode.wrongUsage,
      `--mix: ${name} is no worker (${[...rows.keys()].join(', ')}), nor a source that one of them has in its row.`,
    );
  }
}

const matches = (pattern: string, source: string) =>
  pattern.endsWith('*') ? source.startsWith(pattern.slice(0, -1)) : pattern === source;
