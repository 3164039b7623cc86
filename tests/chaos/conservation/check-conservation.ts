import { DISPATCH } from './read-ends.ts';
import { describeEvent } from './describe-event.ts';
import type { Ends } from './ends.ts';
import type { StormRecord } from './storm-record.ts';

export interface Breach {
  readonly kind: 'lost' | 'doubled' | 'wrong' | 'left over';
  /** One sentence, with all that is known of the event. */
  readonly what: string;
}

/**
 * Held at any quiet moment: whatever was answered with 2xx has, for each worker that is subscribed, a result or a dead letter
 * that can be replayed.
 */
export function checkEnds(storm: StormRecord, ends: Ends): readonly Breach[] {
  const breaches: Breach[] = [];
  for (const [id, { mixed }] of storm.accepted) {
    if (ends.deadLetters.get(DISPATCH)?.get(id)?.state === 'open') continue;
    for (const [worker, results] of ends.results) {
      if (!isSubscribed(worker, mixed) || results.has(id)) continue;
      const state = ends.deadLetters.get(worker)?.get(id)?.state;
      if (state === 'open' || state === 'replaying') continue;
      breaches.push({ kind: 'lost', what: `${worker} has nothing of ${describeEvent(id, storm, ends)}` });
    }
  }
  for (const id of ends.unreadable) breaches.push({ kind: 'wrong', what: `The dead letter ${id} cannot be read` });
  return [...breaches, ...checkUnknown(storm, ends), ...checkPosts(storm), ...checkEntries(storm)];
}

/** Held once everything that failed was replayed: what is left is poison, and everything else is done. */
export function checkHealed(storm: StormRecord, ends: Ends): readonly Breach[] {
  const breaches = [...checkEnds(storm, ends)];
  for (const [worker, deadLetters] of ends.deadLetters) {
    for (const [id, { state }] of deadLetters) {
      if (state === 'done' || (state === 'open' && isPoisonFor(worker, id, storm))) continue;
      // The storm also meets the note that a replay came to its end, which is written once and spares an operator a look:
      // without it the dead letter stays sent, and its result tells the rest. One that is sent and has none is lost.
      if (state === 'replayed' && ends.results.get(worker)?.has(id)) continue;
      const what = `${worker} has a dead letter that is ${state} of ${describeEvent(id, storm, ends)}`;
      breaches.push({ kind: 'left over', what });
    }
  }
  for (const [id, { mixed }] of storm.accepted) {
    const isDead = ends.deadLetters.get('ledger')?.get(id)?.state === 'open';
    if (mixed.isPoison && !isDead)
      breaches.push({ kind: 'wrong', what: `Poison is no dead letter of ledger: ${describeEvent(id, storm, ends)}` });
    if (!storm.taken.has(id))
      breaches.push({ kind: 'lost', what: `The destination never got ${describeEvent(id, storm, ends)}` });
  }
  for (const key of ends.spilled) breaches.push({ kind: 'left over', what: `${key} was spilled and never swept` });
  return [...breaches, ...checkBalance(storm, ends)];
}

/** Mixed webhooks are of the ledger or of nobody's special interest, and none is the canary; every other worker takes every type. */
const isSubscribed = (worker: string, { isOfMoney }: { readonly isOfMoney: boolean }) =>
  worker !== 'canary' && (worker !== 'ledger' || isOfMoney);

export const isPoisonFor = (worker: string, eventId: string, { accepted }: Pick<StormRecord, 'accepted'>): boolean =>
  worker === 'ledger' && accepted.get(eventId)?.mixed.isPoison === true;

function checkUnknown({ accepted, taken }: StormRecord, { results }: Ends): readonly Breach[] {
  const known = (id: string) => accepted.has(id);
  const ofWorkers = [...results].flatMap(([worker, ids]) =>
    [...ids]
      .filter((id) => !known(id))
      .map((id): Breach => ({ kind: 'wrong', what: `${worker} has a result of ${id}, which nobody posted` })),
  );
  const posted = [...taken.keys()]
    .filter((id) => !known(id))
    .map((id): Breach => ({ kind: 'wrong', what: `The destination got ${id}, which nobody posted` }));
  return [...ofWorkers, ...posted];
}

/** One id is one body; and nothing is posted twice without a cause that allows it. */
function checkPosts({ taken, troubledMarkers, diedUnderWayMax }: StormRecord): readonly Breach[] {
  const changed = [...taken]
    .filter(([, hashes]) => new Set(hashes).size > 1)
    .map(([id]): Breach => ({
      kind: 'doubled',
      what: `The destination got different bytes under the webhook-id ${id}`,
    }));
  const unexplained = [...taken].filter(([id, hashes]) => hashes.length > 1 && !troubledMarkers.has(id));
  if (unexplained.length <= diedUnderWayMax) return changed;
  const ids = unexplained.map(([id]) => id).join(', ');
  const what = `${unexplained.length} events were posted again, and at most ${diedUnderWayMax} were under way when something died: ${ids}`;
  return [...changed, { kind: 'doubled', what }];
}

const checkEntries = ({ entryWrites }: StormRecord) =>
  [...entryWrites]
    .filter(([, count]) => count > 1)
    .map(([key, count]): Breach => ({ kind: 'doubled', what: `${key} was written ${count} times` }));

function checkBalance({ paid }: StormRecord, { balance }: Ends): readonly Breach[] {
  const currencies = new Set([...Object.keys(paid), ...Object.keys(balance)]);
  return [...currencies]
    .filter((currency) => paid[currency] !== balance[currency])
    .map((currency) => {
      const [is, expected] = [balance[currency] ?? 0n, paid[currency] ?? 0n];
      const what = `The ledger has ${is} ${currency} in minor units, and ${expected} were paid`;
      return { kind: is > expected ? 'doubled' : 'lost', what } satisfies Breach;
    });
}
