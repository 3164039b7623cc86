import type { Objects } from '#shared/ports.ts';
import pMap from 'p-map';
import type { ResultFinder } from './create-result-finder.ts';

/** Of one look, so that the results of other workers are looked at as often, however many are awaited of this one. */
const ASKED_PER_LOOK_MAX = 100;
/** Objects asked for at once: enough to hide their latency. */
const READS_AT_ONCE = 8;

/**
 * Asks for the object `<prefix><event id>.json` of each awaited event, where a worker's row says `results: event`. One that
 * was there before counts as well: the worker keeps the first result of an event and stores no second one.
 */
export function createEventResultFinder(objects: Objects, prefix: string): ResultFinder {
  let asked = 0;
  return {
    begin: async () => undefined,
    async find(awaited) {
      const from = awaited.length <= ASKED_PER_LOOK_MAX ? 0 : asked % awaited.length;
      const turn = [...awaited.slice(from), ...awaited.slice(0, from)].slice(0, ASKED_PER_LOOK_MAX);
      asked += turn.length;
      const stored = await pMap(turn, (eventId) => objects.get(`${prefix}${eventId}.json`), {
        concurrency: READS_AT_ONCE,
      });
      return turn.filter((_, index) => stored[index] !== 'missing');
    },
  };
}
