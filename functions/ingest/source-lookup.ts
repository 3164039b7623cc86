import { readSources, sourceProblems, SOURCES_KEY, type Source, type Sources } from '#shared/messages/source.ts';
import type { Clock, Log, Metrics, Objects, Random } from '#shared/ports.ts';
import { within } from '#shared/within.ts';
import { budgetProblems } from './budget-problems.ts';
import type { LoadProvider } from './providers/load-provider.ts';
import { retentionProblems } from './retention-problems.ts';
import { tryAgainLater } from './try-again-later.ts';

/** A rotated secret must count within a minute; the jitter keeps a thousand environments from asking at once. */
const REFRESH_AFTER_MS = 45_000;
const REFRESH_JITTER_MS = 15_000;
/** Older than this, the environment stood frozen: its copy may be a day old, so the store is asked first. */
const STALE_AFTER_MS = 120_000;
/** A sender does not wait longer for a copy that we could also do without. */
const PATIENCE_MS = 300;
/** Without any copy every request asks to read; the store is not to be asked by each of them. */
const RETRY_AFTER_MS = 1000;
/** How long a held copy serves while the store cannot be read: longer would keep a retired secret alive too long. */
const HELD_MAX_MS = 24 * 60 * 60 * 1000;

export interface SourceLookup {
  /**
   * The source of this name, or `invalid`, from memory: a stranger's guess causes no call. Only the first look-up of an
   * environment waits for the store, and for a moment the first after a long sleep.
   * @throws {RejectedWebhook} 503 while there is no copy to answer from.
   */
  find(name: string): Promise<Source | 'invalid' | undefined>;
  /** Reads the store again when it is time, beside other work. Waits a moment at most and never throws. */
  refresh(): Promise<void>;
}

interface HeldCopy {
  readonly sources: Sources;
  readonly etag: string;
  readonly confirmedAtMs: number;
}

export interface SourcePorts {
  readonly loadProvider: LoadProvider;
  readonly config: Objects;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  /** What a source may ask for; left out: nothing but the stage's own. */
  readonly retentionDaysOffered?: readonly number[];
}

/** Sources and their secrets as one object, held in memory and read at most once a minute. */
export function createSourceLookup(ports: SourcePorts): SourceLookup {
  const { loadProvider, config, clock, random, log, metrics, retentionDaysOffered = [] } = ports;
  let held: HeldCopy | undefined;
  let nextReadAtMs = 0;
  let reading: Promise<void> | undefined;
  const ageMs = () => clock.now().getTime() - (held?.confirmedAtMs ?? 0);

  const read = async () => {
    const nowMs = clock.now().getTime();
    nextReadAtMs = nowMs + REFRESH_AFTER_MS + random.fraction() * REFRESH_JITTER_MS;
    const stored = held ? await config.getIfChanged(SOURCES_KEY, held.etag) : await config.get(SOURCES_KEY);
    if (stored === 'missing') throw new Error(`There is no ${SOURCES_KEY} in ${config.bucket}`);
    if (stored === 'unchanged') {
      if (held) held = { ...held, confirmedAtMs: nowMs };
      return;
    }
    const text = stored.bytes.toString('utf8');
    const sources = readSources(text);
    held = { sources, etag: stored.etag, confirmedAtMs: nowMs };
    // The text is read again only where there is something to say of it.
    if (Object.values(sources).includes('invalid')) {
      log.error('Some sources are invalid and answer 503', { problems: sourceProblems(text) });
    }
    const notKept = await budgetProblems(sources, loadProvider);
    if (notKept.length > 0) log.error('Some budgets are not kept', { problems: notKept });
    const notOffered = retentionProblems(sources, retentionDaysOffered);
    if (notOffered.length > 0) log.error('Some sources are kept for as long as the others', { problems: notOffered });
  };

  const isDue = () => reading !== undefined || clock.now().getTime() >= nextReadAtMs;

  const readWhenDue = async () => {
    if (!isDue()) return;
    reading ??= read()
      .catch((error: unknown) => {
        if (!held) nextReadAtMs = clock.now().getTime() + RETRY_AFTER_MS;
        const heldSince = held && new Date(held.confirmedAtMs).toISOString();
        log.error('Sources could not be read', { error, heldSince });
        if (held) metrics.record('SourcesStale', 1);
      })
      .finally(() => {
        reading = undefined;
      });
    await reading;
  };

  const refresh = async () => {
    if (!isDue()) return;
    await within(readWhenDue(), PATIENCE_MS, clock);
  };

  return {
    refresh,
    async find(name) {
      if (!held) await readWhenDue();
      else if (ageMs() > STALE_AFTER_MS) await refresh();
      if (!held || ageMs() > HELD_MAX_MS) {
        throw tryAgainLater('no-sources', 'Not ready to verify webhooks. Try again.', 30);
      }
      return Object.hasOwn(held.sources, name) ? held.sources[name] : undefined;
    },
  };
}
