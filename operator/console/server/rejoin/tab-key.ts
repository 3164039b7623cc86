import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Clock } from '#shared/ports.ts';
import { readOwnFile, writeOwnFile } from './own-file.ts';

/** What tabs of this start, and of the next one on the same port, prove that they belong to it with. */
export interface TabKey {
  readonly key: string;
  /** A tab was answered: from now on the key is good for as long again. */
  use(): void;
}

export interface TabKeySettings {
  /** Where keys are kept; left out: this one ends with the process. */
  readonly directory?: string | undefined;
  readonly stage: string;
  readonly port: number;
  /** `new` locks out the tabs of earlier starts. */
  readonly kept: 'again' | 'new';
  readonly clock: Pick<Clock, 'now'>;
  readonly tell: (line: string) => void;
}

const KEY_BYTES = 32;
/** A working day with its evening: a tab of yesterday asks for the printed address. */
const GOOD_FOR_MS = 12 * 3_600_000;
/** A tab asks every two seconds, and the half day need not be right to the minute. */
const WRITTEN_EVERY_MS = 600_000;

const keptSchema = v.strictObject({
  key: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  usedAt: v.pipe(v.string(), v.isoTimestamp()),
});

/**
 * Locks out the tabs of all earlier starts of the stage, whatever their port was. A console that runs at this moment keeps
 * its own: its tabs are of no earlier start.
 */
export function forgetTabKeys({ directory, stage }: { readonly directory: string; readonly stage: string }): void {
  const start = `${encodeURIComponent(stage)}-`;
  for (const name of namesIn(directory)) {
    if (name.startsWith(start) && PORT_AND_END.test(name.slice(start.length))) rmSync(join(directory, name));
  }
}

const PORT_AND_END = /^\d+\.json$/;

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    // Nobody has started one yet.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** The key of the last start where it was used within half a day, else a new one. */
export function openTabKey({ directory, stage, port, kept, clock, tell }: TabKeySettings): TabKey {
  if (directory === undefined) return { key: fresh(), use: () => undefined };
  const file = join(directory, `${encodeURIComponent(stage)}-${port}.json`);
  const key = (kept === 'again' ? readKey(file, clock.now(), tell) : undefined) ?? fresh();
  let writtenAtMs = -Infinity;
  const use = () => {
    const now = clock.now();
    if (now.getTime() - writtenAtMs < WRITTEN_EVERY_MS) return;
    writtenAtMs = now.getTime();
    try {
      writeOwnFile(file, `${JSON.stringify({ key, usedAt: now.toISOString() })}\n`);
    } catch (error) {
      tell(`Open tabs will ask for the address of the next start: ${file} cannot be written (${reasonOf(error)}).`);
    }
  };
  use();
  return { key, use };
}

const fresh = () => randomBytes(KEY_BYTES).toString('base64url');

function readKey(file: string, now: Date, tell: (line: string) => void): string | undefined {
  const read = readOwnFile(file);
  if (read === 'missing') return undefined;
  if ('refused' in read) {
    tell(`${file} is replaced, and open tabs need the new address: ${read.refused}.`);
    return undefined;
  }
  const kept = v.safeParse(v.pipe(v.string(), v.parseJson({}, 'is no JSON'), keptSchema), read.text);
  if (!kept.success) {
    tell(`${file} is replaced, and open tabs need the new address: it holds no key.`);
    return undefined;
  }
  const unusedMs = now.getTime() - Date.parse(kept.output.usedAt);
  return unusedMs >= 0 && unusedMs < GOOD_FOR_MS ? kept.output.key : undefined;
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
