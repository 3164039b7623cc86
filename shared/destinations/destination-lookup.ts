import { RetryLater } from '../errors.ts';
import { DESTINATIONS_KEY, destinationProblems, readDestinations, type Destinations } from '../messages/destination.ts';
import type { Clock, Log, Objects, Random } from '../ports.ts';

/** A changed destination must count within a minute; the jitter keeps many environments from asking at once. */
const REFRESH_AFTER_MS = 45_000;
const REFRESH_JITTER_MS = 15_000;
/** While the store cannot be read, every event would ask for it. */
const ASK_AGAIN_AFTER_MS = 5000;

/** All destinations as they were a minute ago at most. @throws {RetryLater} while there is no copy to answer from */
export type DestinationLookup = () => Promise<Destinations>;

export interface DestinationPorts {
  readonly config: Objects;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

interface HeldCopy {
  readonly destinations: Destinations;
  /** None while there is no such object: nobody has configured a destination. */
  readonly etag?: string;
}

/** One object of the config bucket, held in memory. Whoever asks stands behind a queue and may wait for the store. */
export function createDestinationLookup({ config, clock, random, log }: DestinationPorts): DestinationLookup {
  let held: HeldCopy | undefined;
  let nextReadAtMs = 0;
  let reading: Promise<void> | undefined;

  const read = async () => {
    const stored = await (held?.etag === undefined
      ? config.get(DESTINATIONS_KEY)
      : config.getIfChanged(DESTINATIONS_KEY, held.etag));
    if (stored === 'unchanged') return;
    if (stored === 'missing') {
      held = { destinations: {} };
      return;
    }
    const text = stored.bytes.toString('utf8');
    held = { destinations: readDestinations(text), etag: stored.etag };
    const problems = destinationProblems(text);
    if (problems.length > 0) log.error('Some destinations are invalid: all events wait for them', { problems });
  };

  const readOrTell = async () => {
    let againAfterMs = REFRESH_AFTER_MS + random.fraction() * REFRESH_JITTER_MS;
    try {
      await read();
    } catch (error) {
      againAfterMs = ASK_AGAIN_AFTER_MS;
      log.error('Destinations could not be read', { error, isCopyHeld: held !== undefined });
    }
    nextReadAtMs = clock.now().getTime() + againAfterMs;
    reading = undefined;
  };

  return async function currentDestinations() {
    if (clock.now().getTime() >= nextReadAtMs) reading ??= readOrTell();
    await reading;
    if (!held) throw new RetryLater('The destinations cannot be read at the moment');
    return held.destinations;
  };
}
