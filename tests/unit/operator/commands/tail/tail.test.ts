import { showTail } from '../../../../../operator/commands/tail/show-tail.ts';
import type { LogLine } from '../../../../../operator/pipeline/pipeline.ts';
import { widthOf } from '../../../../../operator/terminal/fit-columns.ts';
import { givenAbout, givenSession } from '../../../../support/given-session.ts';

const ID = 'd'.repeat(32);
const REASON = 'the shop answered 503, and its own page says that it is being repaired until noon';
const fields = {
  message: 'Message failed',
  worker: 'forward',
  eventId: ID,
  source: 'stripe-eu',
  type: 'charge.refunded',
  attempt: 2,
  fate: 'retry',
  error: { name: 'RetryLater', message: REASON },
};
const line: LogLine = {
  at: new Date('2026-01-03T11:59:59.123Z'),
  function: 'forward',
  text: JSON.stringify(fields),
  fields,
};

async function tailed(columns: number, since?: string) {
  const { session, interrupted, written } = givenSession(
    {
      logs: {
        async *find() {
          yield line;
          interrupted.abort();
        },
      },
    },
    { columns },
  );
  await showTail({ sources: undefined, types: undefined, workers: undefined, since, asJson: false }, session);
  return written();
}

const SAID = `stripe-eu/charge.refunded ${ID} attempt 2 RetryLater: ${REASON}`;

test('in a pipe what happens is one whole line, with its time in UTC', async () => {
  expect(await tailed(Infinity)).toBe(`11:59:59.123Z  forward   failed       ${SAID}\n`);
});

test('of what happened before the day is told, too', async () => {
  expect(await tailed(Infinity, '2026-01-01T00:00:00.000Z')).toContain('2026-01-03 11:59:59Z  forward ');
});

test.each([120, 80, 50])('on a terminal of %d columns nothing is cut, and no line is wider', async (columns) => {
  const text = await tailed(columns);
  expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(columns);
  expect(text.trim().split(/\s+/).join(' ')).toContain(SAID);
});

test.each([
  [1, ''],
  [
    0.1,
    'Of what succeeds at once the log names 1 in 10 deliveries (logSampleRate); all that is accepted or fails is shown.\n',
  ],
])('where the log names a share of %d of what succeeds, it is said beside the lines', async (logSampleRate, said) => {
  const { session, interrupted, written, told } = givenSession({
    about: givenAbout({ logSampleRate }),
    logs: {
      async *find() {
        yield line;
        interrupted.abort();
      },
    },
  });
  await showTail(
    { sources: undefined, types: undefined, workers: undefined, since: undefined, asJson: false },
    session,
  );
  expect(told()).toBe(said);
  expect(written()).toContain('stripe-eu');
});
