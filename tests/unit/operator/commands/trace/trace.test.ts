import type { InspectRequest } from '#shared/messages/inspect-request.ts';
import type { Trace, TracePoint } from '#shared/messages/trace.ts';
import { showTrace } from '../../../../../operator/commands/trace/show-trace.ts';
import type { LogLine, LogSearch } from '../../../../../operator/pipeline/pipeline.ts';
import type { Terminal } from '../../../../../operator/terminal/terminal.ts';
import { givenAbout, givenSession } from '../../../../support/given-session.ts';

const at = (second: number) => new Date(Date.parse('2026-01-03T11:00:00.000Z') + second * 1000);
const line = (second: number, name: string, fields: Readonly<Record<string, unknown>>): LogLine => ({
  at: at(second),
  function: name,
  text: JSON.stringify(fields),
  fields,
});

const LINES: readonly LogLine[] = [
  line(0, 'ingest', { message: 'Webhook accepted', deliveryId: 'd1', senderEventId: 'evt_1', source: 'stripe-eu' }),
  line(1, 'dispatch', { message: 'Deliveries published', deliveries: [{ deliveryId: 'd0' }, { deliveryId: 'd1' }] }),
  line(2, 'forward', {
    message: 'Message failed',
    worker: 'forward',
    eventId: 'd1',
    attempt: 1,
    fate: 'retry',
    retrySeconds: 30,
    error: { name: 'RetryLater', message: '503\u001B[2J' },
  }),
  line(65, 'archive', { message: 'Events finished', worker: 'archive', events: [{ eventId: 'd1', attempt: 3 }] }),
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

function given(trace: Trace | undefined, lines: readonly LogLine[] | Error = LINES, terminal: Partial<Terminal> = {}) {
  const asked: InspectRequest[] = [];
  const searches: LogSearch[] = [];
  const fake = givenSession(
    {
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
    },
    terminal,
  );
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
      '           +1s  published    dispatch',
      '',
      'event d1  charge.refunded',
      '  archive: result',
      '        +1m 5s  archived     attempt 3',
      '                             archive/x.gz',
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
  const { show, written } = given({ ...stored, points: [...stored.points, last] }, [
    deadAt(3),
    deadAt(597),
    deadAt(601),
  ]);
  expect(await show('d1', true)).toBe(0);
  const { points } = JSON.parse(written()) as Trace;
  const deaths = points.filter(({ kind }) => kind === 'dead-letter').map(({ at: when, from }) => [when, from]);
  expect(deaths).toEqual([
    [at(3).toISOString(), 'log'],
    [at(597).toISOString(), 'log'],
    [at(600).toISOString(), 'dead-letter'],
  ]);
});

const pointAtOne = (kind: TracePoint['kind'], stage: string): TracePoint => ({
  kind,
  stage,
  at: at(1).toISOString(),
  from: 'dead-letter',
  ...(stage !== 'dispatch' && { eventId: 'd1' }),
});

test('what has the same time comes in the order in which such things happen', async () => {
  const points = [pointAtOne('dead-letter', 'forward'), pointAtOne('attempt', 'forward')];
  const { show, written } = given({ ...stored, points: [stored.points[0]!, ...points] }, [LINES[1]!]);
  await show('d1', true);
  const kinds = (JSON.parse(written()) as Trace).points.map(({ kind }) => kind);
  expect(kinds).toEqual(['received', 'published', 'attempt', 'dead-letter']);
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

test('what was accepted and is nowhere yet is told from the log alone, and where it waits', async () => {
  const { show, written } = given(undefined, LINES.slice(0, 1));
  expect(await show('evt_1')).toBe(0);
  expect(written()).toContain('delivery d1  stripe-eu\n');
  expect(written()).toContain('  waiting, 1h so far: on the deliveries queue, or in the bucket\n');
  const published = given(undefined, LINES.slice(0, 2));
  await published.show('d1');
  expect(published.written()).toContain('           +1s  published    dispatch\n');
  expect(published.written()).toContain("  waiting, 59m 59s so far: on the workers' queues, or being worked on\n");
  const failed = given(undefined, LINES.slice(0, 3));
  await failed.show('d1');
  expect(failed.written()).toContain('           +2s  failed       forward, attempt 1: RetryLater: 503;');
});

test('where the log names only some, what it does not tell is said to be unknown', async () => {
  const about = givenAbout({ logSampleRate: 0 });
  const { session, written } = givenSession({
    about,
    inspect: async () => ({}),
    logs: {
      async *find({ functions }: LogSearch) {
        if (functions.includes('ingest')) yield LINES[0]!;
      },
    },
  });
  await showTrace({ id: 'd1', near: undefined, hours: 24, asJson: false }, session);
  expect(written()).toContain('  waiting, 1h so far: on a queue, in the bucket, or being worked on\n');
  expect(written().replaceAll(/\s+/g, ' ')).toContain(
    'not known: When it was published and first succeeded is not in the log, which names no delivery (logSampleRate) and all that fails.',
  );
});

test('a longer id that an id is part of is another one', async () => {
  const { show } = given(undefined);
  await expect(show('evt')).rejects.toMatchObject({ exitCode: 1 });
});

test('a source that is named after its provider is said once, a long reason is whole, and a key has its own line', async () => {
  const reason =
    'The address of the shop was changed on Friday and nobody told forward, which went on with the old one';
  const replayed: TracePoint = {
    kind: 'replayed',
    at: at(600).toISOString(),
    stage: 'forward',
    eventId: 'd1',
    detail: `run run-1: ${reason}`,
    run: 'run-1',
    key: 'replays/run-1.json',
    from: 'receipt',
  };
  const received: TracePoint = { ...stored.points[0]!, detail: 'stripe' };
  const delivery = { ...stored.delivery, source: 'stripe' };
  const { show, written } = given({ ...stored, delivery, points: [received, replayed] }, [], { columns: 80 });
  await show('d1');
  const lines = written().split('\n');
  expect(lines[0]).toBe('delivery d1  stripe');
  expect(lines).toContain('         +0 ms  received     ingest');
  expect(Math.max(...lines.map((one) => one.length))).toBeLessThanOrEqual(80);
  expect(lines.map((one) => one.trim()).join(' ')).toContain(`replayed     run run-1: ${reason} replays/run-1.json`);
  expect(lines).toContain(`${' '.repeat(29)}replays/run-1.json`);
});

test('in a pipe nothing is cut and nothing goes on below', async () => {
  const detail = `run run-1: ${'a long reason '.repeat(30).trim()}`;
  const point: TracePoint = { kind: 'replayed', stage: 'forward', eventId: 'd1', detail, from: 'receipt' };
  const { show, written } = given({ ...stored, points: [point] }, [], { columns: Infinity });
  await show('d1');
  expect(written()).toContain(`  replayed     ${detail}\n`);
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
