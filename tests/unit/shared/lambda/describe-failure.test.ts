import * as fc from 'fast-check';
import { GiveUp, RetryLater } from '#shared/errors.ts';
import { describeFailure } from '#shared/lambda/describe-failure.ts';
import { FAILURE_BYTES_MAX, readFailure, writeFailure } from '#shared/messages/failure.ts';
import { anyCharacter } from '../../../support/any-character.ts';
import { givenSqsRecord } from '../../../support/given-messages.ts';

const NOW = new Date('2026-01-02T04:00:00.000Z');
const who = { worker: 'forward', workerVersion: '7', requestId: 'request-1' };
const record = {
  ...givenSqsRecord('{}', 'm', 4),
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:webhook-pipeline-prod-forward',
};
const describing = (error: unknown, more: { readonly notBeforeSeconds?: number } = {}) =>
  describeFailure({ error, record, class: 'exhausted', ...more }, who, NOW);

test('a failure says what failed, how often, since when, where and in which invocation', () => {
  expect(describing(new RetryLater('The shop does not answer'))).toEqual({
    v: 1,
    class: 'exhausted',
    name: 'RetryLater',
    message: 'The shop does not answer',
    fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    attempts: 4,
    firstAt: new Date(1767322800001).toISOString(),
    lastAt: NOW.toISOString(),
    worker: 'forward',
    workerVersion: '7',
    queue: 'webhook-pipeline-prod-forward',
    requestId: 'request-1',
  });
});

test('the destination to blame and the earliest time of a replay are kept', () => {
  expect(describing(new GiveUp('down', { destination: 'shop' }), { notBeforeSeconds: 90 })).toMatchObject({
    destination: 'shop',
    notBefore: '2026-01-02T04:01:30.000Z',
  });
});

test('the causes are told in order, each redacted', () => {
  const cause = new TypeError('fetch failed', { cause: new Error('Bearer abc was refused') });
  expect(describing(new RetryLater('No answer', { cause })).message).toBe(
    'No answer; because of TypeError: fetch failed; because of Error: Bearer … was refused',
  );
});

test('of several errors at once the first is told, and a circle of causes ends', () => {
  expect(describing(new AggregateError([new Error('ECONNREFUSED'), new Error('other')])).message).toContain(
    'ECONNREFUSED',
  );
  const circle = new Error('a');
  circle.cause = new Error('b', { cause: circle });
  expect(describing(circle).message).toBe('a; because of Error: b');
});

test.each<[unknown, string, string]>([
  [null, 'NoError', 'null was thrown, and no error'],
  [undefined, 'NoError', 'a value of type undefined was thrown, and no error'],
  [7, 'NoError', 'a value of type number was thrown, and no error'],
  ['token=hunter2 is wrong', 'NoError', 'token=… is wrong'],
  [{ password: 'hunter2' }, 'NoError', 'a value of type object was thrown, and no error'],
  [{ name: 'Odd', message: 'not an Error' }, 'Odd', 'not an Error'],
  [Object.create(null), 'NoError', 'a value of type object was thrown, and no error'],
])('%p, thrown, is survived', (thrown, name, message) => {
  expect(describing(thrown)).toMatchObject({ name, message });
});

test('an error whose properties throw is survived', () => {
  const hostile = new Proxy(new Error('x'), {
    get() {
      throw new Error('no');
    },
  });
  expect(describing(hostile)).toMatchObject({ name: 'NoError' });
});

test('a record without its times and counts is survived', () => {
  const bare = { ...record, attributes: {} } as unknown as typeof record;
  const failure = describeFailure({ error: new Error('x'), record: bare, class: 'gave-up' }, who, NOW);
  expect(failure).toMatchObject({ attempts: 1, firstAt: NOW.toISOString() });
});

test('whatever was thrown, the failure fits into its attribute, in ASCII, and can be read again', () => {
  const anyError = fc.oneof(
    fc.anything(),
    fc
      .record({
        name: fc.string({ unit: anyCharacter, size: 'max', maxLength: 5000 }),
        message: fc.string({ unit: anyCharacter, size: 'max', maxLength: 5000 }),
        destination: fc.string({ unit: anyCharacter, size: 'max', maxLength: 5000 }),
      })
      .map(({ name, message, destination }) => Object.assign(new GiveUp(message, { destination }), { name })),
  );
  fc.assert(
    fc.property(anyError, (error) => {
      const text = writeFailure(describing(error));
      expect(text.length).toBeLessThanOrEqual(FAILURE_BYTES_MAX);
      expect(text).toMatch(/^[\x20-\x7e]+$/);
      expect(readFailure(text)).toMatchObject({ v: 1, class: 'exhausted', worker: 'forward' });
    }),
    { numRuns: 100 },
  );
});

test.each(['a', 'é', '😀', '\u0000', '"'])(
  'a message of %j fills its attribute up to the limit, and is cut beyond',
  (unit) => {
    const failure = describing(new Error('x'));
    const roomBytes = FAILURE_BYTES_MAX - writeFailure({ ...failure, message: '' }).length;
    const unitBytes =
      writeFailure({ ...failure, message: unit }).length - writeFailure({ ...failure, message: '' }).length;
    const fitting = { ...failure, message: unit.repeat(Math.floor(roomBytes / unitBytes)) };
    expect(readFailure(writeFailure(fitting))).toEqual(fitting);
    const cut = readFailure(writeFailure({ ...failure, message: fitting.message + unit }));
    expect(cut.message.endsWith('…')).toBe(true);
    expect({ ...cut, message: '' }).toEqual({ ...failure, message: '' });
  },
);
