import type { InspectRequest } from '#shared/messages/inspect-request.ts';
import type { Trace } from '#shared/messages/trace.ts';
import { showTrace } from '../../../../../operator/commands/trace/show-trace.ts';
import type { LogLine, LogSearch } from '../../../../../operator/pipeline/pipeline.ts';
import { givenSession } from '../../../../support/given-session.ts';

const at = (second: number) => new Date(Date.parse('2026-01-03T11:00:00.000Z') + second * 1000);
const line = (second: number, name: string, fields: Readonly<Record<string, unknown>>): LogLine => ({
  at: at(second),
  function: name,
  text: JSON.stringify(fields),
  fields,
});

const LINES: readonly LogLine[] = [
  line(0, 'ingest', { message: 'Webhook accepted', deliveryId: 'd1', senderEventId: 'evt_1', source: 'stripe-eu' }),
  line(2, 'forward', {
    message: 'Message failed',
    worker: 'forward',
    eventId: 'd1',
    attempt: 1,
    fate: 'retry',
    retrySeconds: 30,
    error: { name: 'RetryLater', message: '503\u001B[2J' },
  }),
  line(65, 'archive', { message: 'Events finished', worker: 'archive', events: [{ eventId: 'd1' }] }),
  line(3, 'forward', { message: 'Message failed', worker: 'forward', eventId: 'other', attempt: 1, about: 'd1' }),
];

const stored: Trace = {
  delivery: { id: 'd1', provider: 'stripe', receivedAt: at(0).toISOString() },
  events: [{ id: 'd1', type: 'charge.refunded' }],
  stands: [
    { worker: 'archive', eventId: 'd1', state: 'result' },
    { worker: 'forward', eventId: 'd1', state: 'waiting' },
  ],
  points: [
    { kind: 'received', at: at(0).toISOString(), stage: 'ingest', from: 'archive' },
    {
      kind: 'archived',
      at: at(65).toISOString(),
      stage: 'archive',
      eventId: 'd1',
      key: 'archive/x.gz',
      from: 'archive',
    },
  ],
  gaps: [],
};

function given(trace: Trace | undefined, lines: readonly LogLine[] | Error = LINES) {
  const asked: InspectRequest[] = [];
  const searches: LogSearch[] = [];
  const fake = givenSession({
    inspect: async (request) => {
      asked.push(request);
      return { ...(trace && { trace }) };
    },
    logs: {
      async *find(search: LogSearch) {
        searches.push(search);
        if (lines instanceof Error) throw lines;
        yield* lines.filter((one) => search.functions.includes(one.function) && one.text.includes(search.text ?? ''));
      },
    },
  });
  const show = (id: string, asJson = false) => showTrace({ id, near: undefined, hours: 24, asJson }, fake.session);
  return { ...fake, asked, searches, show };
}

test('by the sender’s own id: ingest’s line tells which delivery and when, and attempts come from the logs', async () => {
  const { show, asked, searches, written } = given(stored);
  expect(await show('evt_1')).toBe(0);
  expect(searches[0]).toMatchObject({ functions: ['ingest'], text: 'evt_1' });
  expect(asked).toEqual([{ trace: { id: 'd1', near: at(0).toISOString(), hours: 24 } }]);
  expect(written()).toBe(
    [
      'delivery d1  stripe-eu, stripe',
      '  received 2026-01-03 11:00:00Z, the sender calls it evt_1',
      '         +0 ms  received     ingest',
      '',
      'event d1  charge.refunded',
      '  archive: result',
      '        +1m 5s  archived     archive/x.gz',
      '  forward: waiting, 59m 58s so far',
      '           +2s  failed       attempt 1: RetryLater: 503; again after 30 s',
      '',
      '',
    ].join('\n'),
  );
});

const deadAt = (second: number) =>
  line(second, 'forward', {
    message: 'Message failed',
    worker: 'forward',
    eventId: 'd1',
    attempt: 1,
    fate: 'dead letter',
  });

test('of an event that failed again after a replay each of its dead letters is shown', async () => {
  const last = {
    kind: 'dead-letter',
    at: at(600).toISOString(),
    stage: 'forward',
    eventId: 'd1',
    from: 'dead-letter',
  } as const;
  const { show, written } = given({ ...stored, points: [...stored.points, last] }, [deadAt(3), deadAt(601)]);
  expect(await show('d1', true)).toBe(0);
  const { points } = JSON.parse(written()) as Trace;
  const deaths = points.filter(({ kind }) => kind === 'dead-letter').map(({ at: when, from }) => [when, from]);
  expect(deaths).toEqual([
    [at(3).toISOString(), 'log'],
    [at(600).toISOString(), 'dead-letter'],
  ]);
});

test('without the right to read logs the rest is shown, and the gap is said', async () => {
  const { show, written, asked } = given(stored, new Error('You may not do that'));
  expect(await show('d1')).toBe(0);
  expect(asked).toEqual([{ trace: { id: 'd1', near: undefined, hours: 24 } }]);
  expect(written()).toContain('not known: The logs of ingest were not read to their end: You may not do that\n');
  expect(written()).toContain('archive: result');
  const other = given(stored, new Error('You may not do that'));
  await other.show('d1', true);
  expect(other.json()).toMatchObject([{ kind: 'trace', delivery: { id: 'd1' } }]);
});

test('what was accepted and is nowhere yet is told from the log alone', async () => {
  const { show, written } = given(undefined);
  expect(await show('evt_1')).toBe(0);
  expect(written()).toContain('delivery d1  stripe-eu\n');
});

test('an id that nobody knows fails the command', async () => {
  const { show, asked } = given(undefined, []);
  await expect(show('nope')).rejects.toMatchObject({ exitCode: 1 });
  expect(asked).toHaveLength(1);
});

test('a dead letter’s trace ends with the line that shows why', async () => {
  const dead: Trace = { ...stored, stands: [{ worker: 'forward', eventId: 'd1', state: 'dead-letter' }] };
  const { show, written } = given(dead);
  await show('d1');
  expect(written()).toContain('Why it failed:\n  npm run hooks -- dead-letters show forward/d1\n');
});
