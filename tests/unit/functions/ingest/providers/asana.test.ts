import * as fc from 'fast-check';
import { asana } from '../../../../../functions/ingest/providers/asana/asana.ts';
import { ingestUnderTest, NOW } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

const secret = 'asana-made-this-up';
const ingest = () => ingestUnderTest({ sources: { tasks: { provider: 'asana', secrets: [secret] } } });
const posted = (events: readonly object[]) =>
  signedRequest({ provider: asana, secret, body: JSON.stringify({ events }), sourceName: 'tasks' });

const changed = (gid: string, change: object, rest: object = {}) => ({
  user: { gid: 'u1', resource_type: 'user' },
  created_at: '2025-10-09T08:53:20.123Z',
  action: 'changed',
  resource: { gid, resource_type: 'task' },
  parent: null,
  change: { action: 'changed', ...change },
  ...rest,
});

async function idsOf(events: readonly object[]): Promise<readonly string[]> {
  const { post, queued } = ingest();
  await post(posted(events));
  return queued().flatMap((delivery) => delivery.events.map(({ id }) => id));
}

const waitingUntil = (seconds: number) =>
  ingestUnderTest({
    sources: {
      tasks: { provider: 'asana', secrets: [], awaitsSecretUntil: new Date((NOW + seconds) * 1000).toISOString() },
    },
  });

const offersOf = ({ config }: ReturnType<typeof ingest>) =>
  [...config.stored.keys()].filter((key) => key.startsWith('offers/'));

test('what one person changes in one instant is as many events as changes', async () => {
  const { post, queued } = ingest();
  const added = (parent: string) => changed('1', {}, { action: 'added', parent: { gid: parent }, change: undefined });
  await post(
    posted([
      changed('1', { field: 'due_on' }),
      changed('1', { field: 'name' }),
      changed('1', { field: 'followers', action: 'added', added_value: { gid: 'u2' } }),
      changed('1', { field: 'followers', action: 'added', added_value: { gid: 'u3' } }),
      changed('1', { field: 'followers', action: 'removed', removed_value: { gid: 'u3' } }),
      changed('1', { field: 'custom_fields', new_value: { gid: 'f1' } }),
      changed('1', { field: 'custom_fields', new_value: { gid: 'f2' } }),
      changed('1', { field: 'due_on' }, { user: null }),
      changed('2', { field: 'due_on' }),
      added('p1'),
      added('p2'),
    ]),
  );
  const [events = []] = queued().map((delivery) => delivery.events);
  expect(new Set(events.map(({ id }) => id)).size).toBe(11);
  expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['task.changed', 'task.added']));
});

test('events keep their ids however Asana groups them', async () => {
  const all = ['1', '2', '3', '4', '5'].map((gid) => changed(gid, { field: 'name' }));
  const ids = await idsOf(all);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1 }), async (indices) => {
      expect(await idsOf(indices.map((index) => all[index] ?? {}))).toEqual(indices.map((index) => ids[index]));
    }),
    { numRuns: 20 },
  );
});

test('an event that says less costs none of the others', async () => {
  const { post, queued } = ingest();
  expect(await post(posted([{ action: 'changed' }, changed('1', { field: 'name' })]))).toMatchObject({ status: 200 });
  expect(queued()[0]?.events.map(({ type }) => type)).toEqual(['other', 'task.changed']);
});

describe('a secret that is offered', () => {
  const offered = requestTo('tasks', { headers: { 'X-Hook-Secret': 'b537207f20cbfa02' } });

  test('is kept and given back while the source waits for one, and verifies nothing before it is confirmed', async () => {
    const waiting = waitingUntil(600);
    const answer = await waiting.post(offered);
    expect(answer).toMatchObject({ status: 200, headers: { 'x-hook-secret': 'b537207f20cbfa02' }, body: '' });
    expect(offersOf(waiting)).toHaveLength(1);
    const signed = signedRequest({ provider: asana, secret: 'b537207f20cbfa02', body: '{}', sourceName: 'tasks' });
    expect(await waiting.post(signed)).toMatchObject({ status: 401 });
  });

  test('comes to a URL with a word in it, where later webhooks come, too', async () => {
    const world = ingestUnderTest({ sources: { tasks: { provider: 'asana', secrets: [secret] } } });
    const url = 'https://hooks.example.com/webhooks/tasks?offer=one-time-word';
    const signed = posted([changed('1', { field: 'name' })]);
    expect(await world.post({ ...signed, url, query: { offer: 'one-time-word' } })).toMatchObject({ status: 200 });
    expect(world.queued()).toHaveLength(1);
    expect(JSON.stringify([world.queued(), world.log.lines])).not.toContain('one-time-word');
  });

  test('is neither kept nor given back when nobody waits for it', async () => {
    for (const world of [waitingUntil(-1), ingest()]) {
      const { status, headers } = await world.post(offered);
      expect([status, headers['x-hook-secret'], offersOf(world)]).toEqual([403, undefined, []]);
    }
  });
});
