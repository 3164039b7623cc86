// Whether the simulator can be trusted: each mistake that somebody could make is found, and by an invariant that names it.
import { simulated, type Simulated } from '../support/simulated.ts';
import { bugs } from './bugs/index.ts';
import { answersInTime } from './invariants/answers-in-time.ts';
import { everyEventEnds } from './invariants/every-event-ends.ts';
import { noAnswerBeforeDurable } from './invariants/no-answer-before-durable.ts';
import { nothingIsOverwritten } from './invariants/nothing-is-overwritten.ts';
import { oneIdPerEvent } from './invariants/one-id-per-event.ts';
import { postedStaysMarked } from './invariants/posted-stays-marked.ts';

const SEEDS_MAX = 200;
/** As many children as CI has cores. */
const LANES = 2;

const found: readonly (readonly [bug: string, invariant: string])[] = [
  ['ack-before-send', noAnswerBeforeDurable.name],
  ['elements-share-id', oneIdPerEvent.name],
  ['empty-list-of-failures', everyEventEnds.name],
  ['id-of-message', oneIdPerEvent.name],
  ['ignored-batch-failures', everyEventEnds.name],
  ['marker-removed-by-zombie', postedStaysMarked.name],
  ['no-deadline', answersInTime.name],
  ['removed-before-sent', everyEventEnds.name],
  ['unconditional-write', nothingIsOverwritten.name],
  ['volatile-part-in-id', oneIdPerEvent.name],
];

const hunts = new Map<string, PromiseWithResolvers<Simulated>>();

beforeAll(() => {
  for (const [bug] of found) hunts.set(bug, Promise.withResolvers());
  const waiting = found.map(([bug]) => bug);
  const lane = async () => {
    for (let bug = waiting.shift(); bug !== undefined; bug = waiting.shift()) {
      const hunt = hunts.get(bug);
      await hunted(bug).then(hunt?.resolve, hunt?.reject);
    }
  };
  for (let index = 0; index < LANES; index += 1) void lane();
});

function hunted(bug: string): Promise<Simulated> {
  const size = ['--seeds', String(SEEDS_MAX), '--deliveries', '120', '--jobs', '1'];
  return simulated(['--plant', bug, '--first', '--no-shrink', ...size]);
}

test('every bug is looked for', () => {
  expect(found.map(([bug]) => bug).toSorted()).toEqual([...bugs.keys()].toSorted());
});

test.each(found)(
  `%s is found within ${SEEDS_MAX} seeds: %s`,
  async (bug, invariant) => {
    const { exitCode, verdicts } = await hunts.get(bug)!.promise;
    expect(exitCode).toBe(1);
    expect(verdicts.at(-1)?.breaches.map((breach) => breach.invariant)).toContain(invariant);
  },
  120_000,
);
