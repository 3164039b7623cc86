import { hash } from 'node:crypto';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { ShowAnswer } from '#shared/messages/inspect-request.ts';
import { givenDeadLetter } from '../../../support/given-dead-letters.ts';
import { givenInspect } from './given-inspect.ts';

const carrying = (body: object, overrides: object = {}) =>
  JSON.stringify({
    v: 1,
    id: 'a',
    source: 'stripe',
    headers: { 'x-topic': 'paid', 'x-api-key': 'k-123' },
    contentType: 'application/json',
    body,
    ...overrides,
  });

const order = '{"order":{"email":"zoe@example.com","total":12,"note":"gift"}}';

async function given(body: string, { redaction, ...letter }: Partial<DeadLetter> & { redaction?: unknown } = {}) {
  const world = await givenInspect({ letters: [givenDeadLetter({ eventId: 'a', source: 'stripe', body, ...letter })] });
  const putRedaction = (content: unknown) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    return world.config.put('config/redaction.json', Buffer.from(text), { contentType: 'application/json' });
  };
  if (redaction !== undefined) await putRedaction(redaction);
  const show = async (asked: object = { body: true }) => {
    const answer = (await world.inspect({ show: { id: 'archive/a', ...asked } })) as ShowAnswer;
    const [shown] = answer.deadLetters;
    if (!shown) throw new Error('Nothing is shown');
    return shown;
  };
  return { ...world, show, putRedaction };
}

test('without being asked for, nothing of a body is shown, and no policy is read', async () => {
  const { show, config, log } = await given(carrying({ text: order }));
  for (const asked of [{}, { reveal: true }]) {
    const shown = await show(asked);
    expect(JSON.stringify(shown)).not.toContain('gift');
    expect(shown.bodyBytes).toBe(Buffer.byteLength(order));
  }
  expect(config.calls).toEqual([]);
  expect(log.lines).toEqual([]);
});

test('the message and the event are shown without what everybody hides', async () => {
  const { show } = await given(carrying({ text: order }));
  const shown = await show();
  expect(shown.eventBody).toBe('{"order":{"email":"•••","total":12,"note":"gift"}}');
  expect(JSON.parse(shown.body ?? '')).toMatchObject({
    id: 'a',
    headers: { 'x-topic': 'paid', 'x-api-key': '•••' },
    body: { text: shown.eventBody },
  });
  expect(shown.redacted).toEqual(['headers.x-api-key', 'body.order.email']);
  expect(JSON.stringify(shown)).not.toMatch(/zoe|k-123/);
});

test('where nothing is to be hidden, both are as they are', async () => {
  const body = carrying({ text: '{"n":12345678901234567890}' }, { headers: {} });
  const shown = await (await given(body)).show();
  expect([shown.body, shown.eventBody]).toEqual([body, '{"n":12345678901234567890}']);
  expect(shown).not.toHaveProperty('redacted');
});

test('a source may hide more, what is said for all stands instead of what is built in, and other sources are as before', async () => {
  const redaction = {
    all: { fields: ['**.note'] },
    sources: { stripe: { fields: ['order.total'], headers: ['X_Topic'] } },
  };
  const { show } = await given(carrying({ text: order }), { redaction });
  const shown = await show();
  expect(shown.eventBody).toBe('{"order":{"email":"zoe@example.com","total":"•••","note":"•••"}}');
  expect(shown.redacted).toEqual(['headers.x-topic', 'body.order.total', 'body.order.note']);
  const other = await given(carrying({ text: order }, { source: 'constructor' }), { redaction });
  expect((await other.show()).eventBody).toBe('{"order":{"email":"zoe@example.com","total":12,"note":"•••"}}');
});

test.each([
  ['that is no JSON', '{"all":', 'cannot be read'],
  ['that is a list', [], 'cannot be read'],
  ['with a setting that is none', { everyone: {} }, 'cannot be read'],
  ['whose entry for all is wrong', { all: { fields: 'email' } }, 'the entry all of the redaction policy is not valid'],
  ['whose entry for the source is a list', { sources: { stripe: [] } }, 'the entry sources.stripe of'],
  ['whose sources are a list', { sources: [] }, 'cannot be read'],
  ['whose entry for the source is wrong', { sources: { stripe: { field: ['email'] } } }, 'the entry sources.stripe of'],
])('under a policy %s nothing of a body is shown, and why', async (_, redaction, reason) => {
  const { show } = await given(carrying({ text: order }), { redaction });
  const shown = await show();
  expect(shown.withheld).toContain(reason);
  expect(JSON.stringify(shown)).not.toMatch(/zoe|gift|k-123/);
});

test('while the policy cannot be read nothing is shown, not by an older copy either; a wrong entry of another source hurts nobody', async () => {
  const { show, config, clock } = await given(carrying({ text: order }), { redaction: { sources: { github: 7 } } });
  expect((await show()).eventBody).toContain('gift');
  config.failWith(new Error('S3 is away'));
  expect((await show()).eventBody).toContain('gift');
  clock.advance(60_000);
  expect(await show()).toMatchObject({ withheld: expect.stringContaining('S3 is away') });
  expect((await show()).eventBody).toBeUndefined();
  config.failWith(undefined);
  expect((await show()).eventBody).toContain('gift');
});

test('the policy is asked for once a minute, by its ETag, and a change counts then', async () => {
  const { show, config, clock, putRedaction } = await given(carrying({ text: order }), { redaction: { all: {} } });
  config.calls.length = 0;
  await show();
  await show();
  clock.advance(60_000);
  await show();
  expect(config.calls).toEqual(['get config/redaction.json', 'getIfChanged config/redaction.json']);
  await putRedaction({ all: { fields: ['**'] } });
  clock.advance(60_000);
  expect((await show()).eventBody).toBe('"•••"');
});

test('whoever reveals sees all, whatever the policy, and the log tells of it and of nothing that was seen', async () => {
  const { show, log } = await given(carrying({ text: order }), { redaction: 'not JSON' });
  const shown = await show({ body: true, reveal: true });
  expect([shown.body, shown.eventBody]).toEqual([carrying({ text: order }), order]);
  expect(shown).not.toHaveProperty('redacted');
  expect(log.lines).toEqual([
    expect.objectContaining({ level: 'warn', fields: { ids: ['archive/a'], requestId: 'request-7' } }),
  ]);
});

test('a large body is read from the bucket, and checked', async () => {
  const bytes = Buffer.from(order);
  const pointer = {
    bucket: 'results',
    key: 'claim-checks/a',
    bytes: bytes.length,
    sha256: hash('sha256', bytes, 'hex'),
  };
  const { show, results } = await given(carrying(pointer, { headers: {} }));
  expect(await show()).toMatchObject({ withheld: expect.stringContaining('is not in the bucket') });
  await results.put('claim-checks/a', bytes, { contentType: 'text/plain' });
  expect(await show()).toMatchObject({
    eventBody: '{"order":{"email":"•••","total":12,"note":"gift"}}',
    redacted: ['body.order.email'],
  });
  await results.put('claim-checks/a', Buffer.from('{"other":1}'), { contentType: 'text/plain' });
  const shown = await show();
  expect(shown.withheld).toContain('is not the one that was verified');
  expect(shown).not.toHaveProperty('eventBody');
});

test('a body that no answer could hold is not read, and the answer says where it lies', async () => {
  const pointer = { bucket: 'results', key: 'claim-checks/a', bytes: 5_000_000, sha256: 'ab' };
  const { show, results } = await given(carrying(pointer));
  expect((await show()).withheld).toContain('5000000 bytes, more than an answer takes; it lies in the results bucket');
  expect(results.calls).toEqual([]);
});

test.each([
  ['bytes that are no text', carrying({ base64: '/w==' }), 'is no text'],
  ['text without fields', carrying({ text: 'zoe@example.com' }, { contentType: 'text/plain' }), 'has no fields'],
  ['a message that is none of ours', 'zoe@example.com and more', 'no event of a version that is known here'],
])('%s: nothing of it is shown that might be hidden', async (_, body, reason) => {
  const { show } = await given(body);
  const shown = await show();
  expect(shown.withheld).toContain(reason);
  expect(shown).not.toHaveProperty('eventBody');
  expect(shown.body).not.toMatch(/zoe|\/w==/);
});

test.each([
  ['of a newer version', carrying({ text: order }, { v: 2 })],
  ['of a newer version, in base64', carrying({ base64: Buffer.from(order).toString('base64') }, { v: 2 })],
  ['that is other JSON', '{"from":"zoe","note":"gift"}'],
])('of a message %s nothing is shown, and all where that is revealed', async (_, body) => {
  const { show } = await given(body);
  const { body: shown, redacted, withheld } = await show();
  expect({ shown, redacted }).toEqual({ shown: '•••', redacted: ['(all)'] });
  expect(withheld).toContain('all of it is hidden');
  expect(await show({ body: true, reveal: true })).toMatchObject({ body });
});

test('of thousands of hidden places the first are named and the others counted', async () => {
  const text = JSON.stringify(Array.from({ length: 5000 }, () => ({ email: 'zoe' })));
  const { redacted = [] } = await (await given(carrying({ text }))).show();
  expect(redacted).toHaveLength(101);
  expect(redacted.at(-1)).toBe('and 4901 more');
});

test('no list, count or group shows or logs anything of a body or a header', async () => {
  const { inspect, log } = await given(carrying({ text: order }));
  const answers = [
    await inspect({ list: { where: "order.email == 'zoe@example.com'" } }),
    await inspect({ count: { where: 'order."email" != `"zoe"`' } }),
    await inspect({ groups: {} }),
    await inspect({ show: { id: 'archive/a' } }),
    await inspect({ show: { id: 'archive/a', body: true } }),
  ];
  expect(JSON.stringify([answers, log.lines])).not.toMatch(/zoe|k-123/);
  expect(log.lines).toEqual([
    expect.objectContaining({ fields: { where: "order.email == '…'", requestId: 'request-7' } }),
    expect.objectContaining({ fields: { where: 'order."email" != `…`', requestId: 'request-7' } }),
  ]);
  expect(answers[0]).toMatchObject({ deadLetters: [{ id: 'archive/a' }] });
});
