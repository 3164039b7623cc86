import { readBatchResponse } from '../../../../local/event-sources/read-batch-response.ts';
import type { Outcome } from '../../../../local/functions/outcome.ts';

const ids = ['m-1', 'm-2', 'm-3'];
const returned = (value: unknown): Outcome => ({ requestId: 'r', log: '', result: JSON.stringify(value ?? null) });
const failed: Outcome = { requestId: 'r', log: '', error: { errorType: 'Sandbox.Timedout', errorMessage: 'late' } };

test.each([
  ['nothing', undefined],
  ['null', null],
  ['an empty object', {}],
  ['a null list', { batchItemFailures: null }],
  ['an empty list', { batchItemFailures: [] }],
  ['an object about something else', { statusCode: 200 }],
])('%s means that every record is finished', (_what, value) => {
  expect(readBatchResponse(returned(value), ids, true)).toEqual({ failed: new Set() });
});

test('listed records stay and the others are finished', () => {
  const value = { batchItemFailures: [{ itemIdentifier: 'm-2' }] };
  expect(readBatchResponse(returned(value), ids, true)).toEqual({
    failed: new Set(['m-2']),
    reason: 'reported in batchItemFailures',
  });
});

test.each([
  ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ['a null identifier', { batchItemFailures: [{ itemIdentifier: null }] }],
  ['a wrong key name', { batchItemFailures: [{ messageId: 'm-1' }] }],
  ['an entry that is no object', { batchItemFailures: ['m-1'] }],
  ['a null entry', { batchItemFailures: [null] }],
  ['an id of another batch', { batchItemFailures: [{ itemIdentifier: 'm-1' }, { itemIdentifier: 'm-9' }] }],
  ['something else than a list', { batchItemFailures: 'm-1' }],
  ['a text', 'done'],
  ['a list', []],
])('%s fails the whole batch', (_what, value) => {
  const { failed: stay, reason } = readBatchResponse(returned(value), ids, true);
  expect([...stay]).toEqual(ids);
  expect(reason).toBeDefined();
});

test.each([true, false])('a failed invocation fails the whole batch (item failures reported: %s)', (reports) => {
  const verdict = readBatchResponse(failed, ids, reports);
  expect([...verdict.failed]).toEqual(ids);
  expect(verdict.reason).toBe('Sandbox.Timedout: late');
});

test('a mapping without ReportBatchItemFailures does not read the result', () => {
  const value = { batchItemFailures: [{ itemIdentifier: 'm-1' }] };
  expect(readBatchResponse(returned(value), ids, false)).toEqual({ failed: new Set() });
});
