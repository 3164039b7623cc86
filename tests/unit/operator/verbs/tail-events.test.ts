import type { LogLine } from '../../../../operator/pipeline/pipeline.ts';
import { tailEvents, type TailAsked, type TailedEvent } from '../../../../operator/verbs/tail-events.ts';
import { logsOf } from '../../../support/given-observations.ts';
import { givenPipeline } from '../../../support/given-session.ts';

const BEGAN = Date.parse('2026-01-02T03:04:00.000Z');

const line = (name: string, second: number, fields: Record<string, unknown>): LogLine => ({
  at: new Date(BEGAN + second * 1000),
  function: name,
  text: JSON.stringify(fields),
  fields,
});

const accepted = (id: string, source: string, second = 1) =>
  line('ingest', second, { message: 'Webhook accepted', deliveryId: id, source, types: ['push'], events: 1 });
const finished = (id: string, second = 2) =>
  line('archive', second, { message: 'Events finished', worker: 'archive', events: [{ eventId: id }] });

/** What is told of these looks at the logs, one after the other. */
async function tail(asked: TailAsked, ...looks: readonly (readonly LogLine[])[]): Promise<readonly TailedEvent[]> {
  let nowMs = BEGAN;
  const ended = new AbortController();
  let sleeps = 0;
  const clock = {
    now: () => new Date(nowMs),
    async sleep(ms: number) {
      nowMs += ms;
      if ((sleeps += 1) === looks.length) ended.abort();
    },
  };
  const told: TailedEvent[] = [];
  const pipeline = givenPipeline({ logs: logsOf(...looks) });
  for await (const event of tailEvents(asked, { pipeline, clock, signal: ended.signal })) told.push(event);
  return told;
}

const brief = (events: readonly TailedEvent[]) =>
  events.map(({ step, kind, eventId, deliveryId, source }) => [step, kind, eventId ?? deliveryId, source].join(' '));

test('each line is told once, although every look sees the last seconds again', async () => {
  const one = accepted('d-1', 'github');
  const two = accepted('d-2', 'github', 2);
  expect(brief(await tail({}, [one], [one, two], [one, two]))).toEqual([
    'ingest accepted d-1 github',
    'ingest accepted d-2 github',
  ]);
});

test('a line that comes late is told all the same', async () => {
  const late = accepted('d-0', 'github', 0);
  expect(brief(await tail({}, [accepted('d-1', 'github', 3)], [late, accepted('d-1', 'github', 3)]))).toEqual([
    'ingest accepted d-1 github',
    'ingest accepted d-0 github',
  ]);
});

test('a line that names no source has that of its delivery', async () => {
  expect(brief(await tail({}, [accepted('d-1', 'github'), finished('d-1')]))).toEqual([
    'ingest accepted d-1 github',
    'archive result d-1 github',
  ]);
});

test('only what is asked for is told', async () => {
  const lines = [accepted('d-1', 'github'), accepted('d-2', 'stripe'), finished('d-1'), finished('d-2')];
  expect(brief(await tail({ sources: ['stripe'] }, lines))).toEqual([
    'ingest accepted d-2 stripe',
    'archive result d-2 stripe',
  ]);
  expect(brief(await tail({ workers: ['archive'], types: ['push'] }, lines))).toEqual([
    'archive result d-1 github',
    'archive result d-2 stripe',
  ]);
  expect(await tail({ types: ['pull'] }, lines)).toEqual([]);
});

test('failures are told with their attempt and reason, and apart from dead letters', async () => {
  const failed = {
    message: 'Message failed',
    worker: 'archive',
    eventId: 'e-1',
    attempt: 2,
    error: { name: 'RetryLater', message: 'S3 is slow' },
  };
  const told = await tail({}, [
    line('archive', 1, { ...failed, fate: 'retry', retrySeconds: 9 }),
    line('archive', 2, { ...failed, fate: 'dead letter', class: 'exhausted' }),
    line('keeper', 3, { message: 'Dead letter kept', worker: 'archive', eventId: 'e-1', class: 'exhausted' }),
    line('keeper', 4, { message: 'Dead letter kept', worker: 'archive', eventId: 'e-2', class: 'crashed' }),
    line('archive', 5, { message: 'Something else' }),
  ]);
  expect(told.map(({ kind, attempt, detail }) => [kind, attempt, detail])).toEqual([
    ['failed', 2, 'RetryLater: S3 is slow; again after 9 s'],
    ['dead-letter', 2, 'RetryLater: S3 is slow'],
    ['dead-letter', undefined, 'crashed'],
  ]);
});
