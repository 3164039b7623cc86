import { hash } from 'node:crypto';
import type { ErasedEvents } from '#shared/messages/erase-request.ts';
import type { ObjectListing } from '#shared/ports.ts';
import { eraseClaimChecks, eraseSignedBodies } from './erase-claim-checks.ts';
import { eraseResults, listPerBatch } from './erase-results.ts';
import type { Ended, Erasing } from './erasing.ts';

/** Between two looks at the time: done within seconds, four at a time and 20 MB each at the worst. */
const OBJECTS_OF_STEP = 64;

interface Step {
  readonly name: string;
  readonly list: (after: string) => AsyncIterable<ObjectListing> | Iterable<ObjectListing>;
  readonly erase: (listed: readonly ObjectListing[]) => Promise<void>;
}

/** Where the last of these ended; behind it come only those by which these events were found. */
const END = 'end';

/**
 * What workers have made of events of one hour, and their large bodies. However many results that hour has, it looks at
 * the time between them, and in each call it gets further.
 * @param after the place that an earlier call told last; of other events it means nothing
 * @param onTrace told of each event that something was found of
 */
export async function eraseTraces(
  { events, after = '', onTrace }: Traces,
  erasing: Erasing,
  onReached: (reached: string) => Promise<void>,
): Promise<Ended> {
  const ids = new Set(events.flatMap((one) => one.ids));
  const print = hash('sha256', [...ids].toSorted().join(), 'hex').slice(0, 16);
  const placeOf = (name: string, key: string) => [print, name, key].map(encodeURIComponent).join('|');
  const [ofPrint, ofName = '', ofKey = ''] = after.split('|').map(decodeURIComponent);
  const begin = ofPrint === print ? { name: ofName, key: ofKey } : { name: '', key: '' };
  if (begin.name === END) return 'done';
  const steps = await stepsOf(ids, events, erasing, onTrace);
  const first = steps.findIndex(({ name }) => name === begin.name);
  for (const { name, list, erase } of steps.slice(Math.max(first, 0))) {
    // oxlint-disable no-await-in-loop -- one worker's objects are enough to hold at a time
    for await (const listed of inSteps(list(name === begin.name ? begin.key : ''))) {
      await erase(listed);
      await onReached(placeOf(name, listed.at(-1)?.key ?? ''));
      if (erasing.isTimeOver()) return 'time is over';
    }
    // oxlint-enable no-await-in-loop
  }
  if (!erasing.isTimeOver()) return 'done';
  await onReached(placeOf(END, ''));
  return 'time is over';
}

export interface Traces {
  readonly events: readonly ErasedEvents[];
  readonly after?: string | undefined;
  readonly onTrace?: (id: string) => void;
}

async function stepsOf(
  ids: ReadonlySet<string>,
  events: readonly ErasedEvents[],
  erasing: Erasing,
  onTrace: (id: string) => void = () => undefined,
): Promise<readonly Step[]> {
  const receivedAt = events[0]?.receivedAt ?? '';
  const found = { ids, onTrace };
  const places = await erasing.resultPlaces();
  return [
    ...places.map((place) => ({
      name: `${place.resultsPrefix}<${place.results}>`,
      list: (after: string) =>
        place.results === 'event'
          ? listed([...ids], after)
          : listPerBatch(place.resultsPrefix, receivedAt, after, erasing),
      erase: (some: readonly ObjectListing[]) => eraseResults(place, some, found, erasing),
    })),
    {
      name: 'bodies',
      list: (after) =>
        listed(
          events.flatMap(({ claimChecks }) => claimChecks),
          after,
        ),
      erase: (some) =>
        eraseClaimChecks(
          some.map(({ key }) => key),
          erasing,
        ),
    },
    {
      name: 'signed-bodies',
      list: (after) =>
        listed(
          events.flatMap(({ signedBodies }) => signedBodies),
          after,
        ),
      erase: (some) =>
        eraseSignedBodies(
          some.map(({ key }) => key),
          receivedAt,
          erasing,
        ),
    },
  ];
}

/** In an order in which a later call finds its place again. */
const listed = (keys: readonly string[], after: string): readonly ObjectListing[] =>
  [...new Set(keys)]
    .filter((key) => key > after)
    .toSorted()
    .map((key) => ({ key, bytes: 0 }));

async function* inSteps(
  all: AsyncIterable<ObjectListing> | Iterable<ObjectListing>,
): AsyncGenerator<readonly ObjectListing[]> {
  let some: ObjectListing[] = [];
  for await (const one of all) {
    some.push(one);
    if (some.length < OBJECTS_OF_STEP) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
