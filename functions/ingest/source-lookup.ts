import { readSources, SOURCES_KEY, type Source, type Sources } from '#shared/messages/source.ts';
import type { Clock, Log, Objects, Random } from '#shared/ports.ts';
import { tryAgainLater } from './try-again-later.ts';

/** A rotated secret must count within a minute; the jitter keeps a thousand environments from asking at once. */
const REFRESH_AFTER_MS = 45_000;
const REFRESH_JITTER_MS = 15_000;
/** Without any copy every request asks to read; the store is not to be asked by each of them. */
const RETRY_AFTER_MS = 1000;
/** How long a held copy serves while the store cannot be read: longer would keep a retired secret alive too long. */
const HELD_MAX_MS = 24 * 60 * 60 * 1000;

export interface SourceLookup {
  /**
   * The source of this name from memory: a stranger's guess causes no call. Only the first look-up of an environment waits.
   * @throws {RejectedWebhook} 503 while there is no copy to answer from.
   */
  find(name: string): Promise<Source | undefined>;
  /** Reads the store again when it is time, beside other work. Never throws. */
  refresh(): Promise<void>;
}

interface HeldCopy {
  readonly sources: Sources;
  readonly etag: string;
  readonly confirmedAtMs: number;
}

export interface SourcePorts {
  readonly config: Objects;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Sources and their secrets as one object, held in memory and read at most once a minute. */
export function createSourceLookup({ config, clock, random, log }: SourcePorts): SourceLookup {
  let held: HeldCopy | undefined;
  let nextReadAtMs = 0;
  let reading: Promise<void> | undefined;

  const read = async () => {
    const nowMs = clock.now().getTime();
    nextReadAtMs = nowMs + REFRESH_AFTER_MS + random.fraction() * REFRESH_JITTER_MS;
    const stored = held ? await config.getIfChanged(SOURCES_KEY, held.etag) : await config.get(SOURCES_KEY);
    if (stored === 'missing') throw new Error(`There is no ${SOURCES_KEY} in ${config.bucket}`);
    if (stored === 'unchanged') {
      if (held) held = { ...held, confirmedAtMs: nowMs };
      return;
    }
    held = { sources: readSources(stored.bytes.toString('utf8')), etag: stored.etag, confirmedAtMs: nowMs };
  };

  const refresh = async () => {
    if (!reading && clock.now().getTime() < nextReadAtMs) return;
    reading ??= read()
      .catch((error: unknown) => {
        if (!held) nextReadAtMs = clock.now().getTime() + RETRY_AFTER_MS;
        log.error('Sources could not be read', {
          error,
          heldSince: held && new Date(held.confirmedAtMs).toISOString(),
        });
      })
      .finally(() => {
        reading = undefined;
      });
    await reading;
  };

  return {
    refresh,
    async find(name) {
      if (!held) await refresh();
      const nowMs = clock.now().getTime();
      if (!held || nowMs - held.confirmedAtMs > HELD_MAX_MS) {
        throw tryAgainLater('no-sources', 'Not ready to verify webhooks. Try again.', 30);
      }
      return Object.hasOwn(held.sources, name) ? held.sources[name] : undefined;
    },
  };
}
