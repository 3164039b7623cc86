import type { X509Certificate } from 'node:crypto';
import { certificateUnavailable } from './certificate-unavailable.ts';
import { createFetchBudget, isRecent } from './fetch-budget.ts';

/** A sender has one for live and one for test webhooks, SNS one for each region; a new one comes once a year. */
const KEPT_MAX = 10;
/** So that one that the sender has withdrawn does not count for longer. */
const KEPT_MS_MAX = 24 * 60 * 60 * 1000;

/** A certificate, and those that vouch for it. */
export type Chain = readonly X509Certificate[];

interface Kept {
  readonly chain: Chain;
  readonly sinceMs: number;
  /** Whether a webhook was genuine by it, and not only named it. */
  readonly isProven: boolean;
}

interface Failure {
  readonly error: unknown;
  readonly atMs: number;
}

export type SenderCertificates = ReturnType<typeof createSenderCertificates>;

/** The certificates of one sender, in memory. Anybody may name one: only one that has proven a webhook is there to stay. */
export function createSenderCertificates(fetchChain: (url: string, now: Date) => Promise<Chain>) {
  const kept = new Map<string, Kept>();
  const failures = new Map<string, Failure>();
  const pending = new Map<string, Promise<Chain>>();
  const spend = createFetchBudget();

  /** The one that was not asked for the longest stands first. */
  const keep = (url: string, one: Kept): void => {
    kept.delete(url);
    kept.set(url, one);
    if (kept.size > KEPT_MAX) kept.delete(leastNeeded(kept));
  };

  const fetchAndKeep = async (url: string, now: Date): Promise<Chain> => {
    try {
      const chain = await fetchChain(url, now);
      keep(url, { chain, sinceMs: now.getTime(), isProven: kept.get(url)?.isProven ?? false });
      return chain;
    } catch (error) {
      failures.set(url, { error, atMs: now.getTime() });
      throw error;
    } finally {
      pending.delete(url);
    }
  };

  const fetchOnce = (url: string, sourceName: string, now: Date): Promise<Chain> => {
    const underWay = pending.get(url);
    if (underWay) return underWay;
    dropOver(failures, now);
    const failure = failures.get(url);
    if (failure) throw failure.error;
    // Whatever strangers ask for, one that has proven webhooks is renewed.
    const isAllowed = kept.get(url)?.isProven === true || spend(sourceName, now);
    if (!isAllowed) throw certificateUnavailable(new Error('Too many certificates were asked for lately'));
    const fetched = fetchAndKeep(url, now);
    pending.set(url, fetched);
    return fetched;
  };

  return {
    async chainAt(url: string, sourceName: string, now: Date): Promise<Chain> {
      const found = kept.get(url);
      if (!found || !isFresh(found, now)) return fetchOnce(url, sourceName, now);
      keep(url, found);
      return found.chain;
    },

    /** Says that a webhook was genuine by the chain that was found there. */
    hasVerified(url: string, chain: Chain, now: Date): void {
      keep(url, { ...(kept.get(url) ?? { chain, sinceMs: now.getTime() }), isProven: true });
    },
  };
}

/** The first that has proven nothing; only where all have, the first of all. */
function leastNeeded(kept: ReadonlyMap<string, Kept>): string {
  const urls = [...kept.keys()];
  return urls.find((url) => kept.get(url)?.isProven === false) ?? urls[0] ?? '';
}

/** A clock that was set back makes nothing last longer. */
const isFresh = ({ chain, sinceMs }: Kept, now: Date) =>
  now.getTime() >= sinceMs &&
  now.getTime() - sinceMs <= KEPT_MS_MAX &&
  chain.every(({ validToDate }) => now <= validToDate);

function dropOver(failures: Map<string, Failure>, now: Date): void {
  for (const [url, { atMs }] of failures) if (!isRecent(atMs, now)) failures.delete(url);
}
