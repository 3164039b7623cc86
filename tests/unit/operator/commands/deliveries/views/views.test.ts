import type { SentWebhook } from '../../../../../../operator/commands/deliveries/sent-webhook.ts';
import { createJsonView } from '../../../../../../operator/commands/deliveries/views/create-json-view.ts';
import { createLineView } from '../../../../../../operator/commands/deliveries/views/create-line-view.ts';
import { createLiveView } from '../../../../../../operator/commands/deliveries/views/create-live-view.ts';
import { createSummaryView } from '../../../../../../operator/commands/deliveries/views/create-summary-view.ts';
import { describeWebhook } from '../../../../../../operator/commands/deliveries/views/describe-webhook.ts';
import type { Paint } from '../../../../../../operator/terminal/paint.ts';

const plain: Paint = (_format, text) => text;

const posted = (): SentWebhook => ({ source: 'github', type: 'push', postedAtMs: 1000 });
const acceptedBy = (workers: Readonly<Record<string, number | undefined>>): SentWebhook => ({
  ...posted(),
  answer: { status: 202, ms: 4.21, deliveryId: 'd1' },
  results: Object.entries(workers).map(([worker, ms]) => ({ worker, eventId: 'd1', ...(ms !== undefined && { ms }) })),
});
const refused = (): SentWebhook => ({
  ...posted(),
  answer: { status: 401, ms: 2, reason: 'bad-signature', message: 'No.' },
});

const deadLetter = { worker: 'ledger', id: 'ledger/d1', message: 'The amount\n\u001B[2Jis missing' };
const withDeadLetter = (): SentWebhook => ({
  ...acceptedBy({}),
  results: [
    { worker: 'archive', eventId: 'd1', ms: 41 },
    { worker: 'ledger', eventId: 'd1', deadLetter },
  ],
});
const HINT = '  npm run hooks -- dead-letters show ledger/d1\n';

function recording() {
  const state = { text: '' };
  return { state, write: (text: string) => void (state.text += text) };
}

test.each([
  [posted(), undefined, '… github push  no answer yet'],
  [posted(), 1234, '… github push  1.2 s'],
  [refused(), undefined, '✗ github push  refused with 401: bad-signature: No.'],
  [
    acceptedBy({ archive: 41.7, mail: 12_345 }),
    undefined,
    '✓ github push  d1  202 in 4.2 ms  archive ✓ 42 ms  mail ✓ 12.3 s',
  ],
  [
    acceptedBy({ archive: 41, mail: undefined }),
    2000,
    '… github push  d1  202 in 4.2 ms  archive ✓ 41 ms  mail … 2.0 s',
  ],
  [acceptedBy({ archive: undefined }), undefined, '… github push  d1  202 in 4.2 ms  archive no result'],
  [
    withDeadLetter(),
    undefined,
    '✗ github push  d1  202 in 4.2 ms  archive ✓ 41 ms  ledger ✗ dead letter: The amount is missing',
  ],
  [
    {
      ...acceptedBy({}),
      results: [
        {
          worker: 'archive',
          eventId: 'd1',
          deadLetter: { worker: 'dispatch', id: 'dispatch/d1', message: 'The topic is gone' },
        },
      ],
    },
    undefined,
    '✗ github push  d1  202 in 4.2 ms  archive ✗ dead letter of dispatch: The topic is gone',
  ],
  [acceptedBy({}), undefined, '✓ github push  d1  202 in 4.2 ms  no worker is subscribed to it'],
  [{ ...posted(), answer: { status: 200, ms: 20 } }, undefined, '✓ github push  200 in 20 ms, no delivery'],
  [{ ...posted(), answer: { status: 202, ms: 20, deliveryId: 'd1' } }, undefined, '✓ github push  d1  202 in 20 ms'],
])('a webhook fits on one line: %j', (sent, sinceMs, line) => {
  expect(describeWebhook(sent, plain, sinceMs)).toBe(line);
});

test('in a pipe each webhook is one line, written when it is finished, and the unfinished at the end', () => {
  const { state, write } = recording();
  const view = createLineView(write, plain);
  const [first, second] = [acceptedBy({ archive: undefined }), acceptedBy({ archive: undefined })];
  for (const sent of [first, second]) view.changed(sent);
  expect(state.text).toBe('');
  first.results![0]!.ms = 30;
  view.changed(first);
  view.changed(first);
  expect(state.text).toBe('✓ github push  d1  202 in 4.2 ms  archive ✓ 30 ms\n');
  view.end([second, first]);
  expect(state.text.split('\n')).toEqual([
    '✓ github push  d1  202 in 4.2 ms  archive ✓ 30 ms',
    '… github push  d1  202 in 4.2 ms  archive no result',
    '',
  ]);
});

test('JSON is one object per webhook and a summary', () => {
  const { state, write } = recording();
  const view = createJsonView(write);
  const all = [acceptedBy({ archive: 30.123_456 }), refused(), acceptedBy({ archive: undefined })];
  all.forEach((sent) => view.changed(sent));
  view.end(all);
  const lines = state.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toEqual([
    {
      kind: 'webhook',
      source: 'github',
      type: 'push',
      outcome: 'followed',
      status: 202,
      deliveryId: 'd1',
      answerMs: 4.21,
      results: { archive: { ms: 30.123 } },
    },
    {
      kind: 'webhook',
      source: 'github',
      type: 'push',
      outcome: 'refused',
      status: 401,
      reason: 'bad-signature',
      message: 'No.',
      answerMs: 2,
    },
    expect.objectContaining({ outcome: 'unfinished', results: { archive: { ms: null } } }),
    expect.objectContaining({ kind: 'summary', sent: 3, accepted: 2, followed: 1, failed: 2 }),
  ]);
});

test('on a terminal the list is drawn again in its place', () => {
  const { state, write } = recording();
  const view = createLiveView(write, plain, () => 1500);
  const sent = posted();
  view.changed(sent);
  expect(state.text).toContain('… github push  0.5 s\n');
  expect(state.text).not.toContain('\u001B[1A');
  state.text = '';
  Object.assign(sent, refused());
  view.changed(sent);
  expect(state.text).toContain('\u001B[1A');
  expect(state.text).toContain('✗ github push');
  view.end([sent]);
});

test('many webhooks are a summary, and their progress goes elsewhere', () => {
  const { state, write } = recording();
  const progress = { isTTY: true, text: '', write: (text: string) => (progress.text += text) };
  const view = createSummaryView({ write, paint: plain, progress, count: 3 });
  const all = [acceptedBy({ archive: 30 }), refused(), acceptedBy({ archive: undefined })];
  all.forEach((sent) => view.changed(sent));
  expect(state.text).toBe('');
  view.end(all);
  expect(state.text.split('\n')).toEqual([
    '2 accepted of 3 sent, 475 per second, after 4.2 ms at p50 and 4.2 ms at p99',
    '1 results, 33 per second, after 30 ms at p50 and 30 ms at p99',
    '1 × refused with 401: bad-signature: No.',
    '1 × accepted, but without a result of archive',
    '',
  ]);
  expect(progress.text).toBe('\r\u001B[2K');
});

test('in a pipe the dead letter’s line comes when it is found, and at the end where to look', () => {
  const { state, write } = recording();
  const view = createLineView(write, plain);
  const sent = withDeadLetter();
  view.changed(sent);
  const line = `${describeWebhook(sent, plain)}\n`;
  expect(state.text).toBe(line);
  view.end([sent]);
  expect(state.text).toBe(line + HINT);
});

test('on a terminal it is said behind the list', () => {
  const { state, write } = recording();
  const view = createLiveView(write, plain, () => 1500);
  view.changed(withDeadLetter());
  expect(state.text).not.toContain(HINT);
  view.end([withDeadLetter()]);
  expect(state.text.endsWith(HINT)).toBe(true);
});

test('JSON has the dead letter in the place of its time', () => {
  const { state, write } = recording();
  const view = createJsonView(write);
  const sent = withDeadLetter();
  view.changed(sent);
  expect(JSON.parse(state.text)).toMatchObject({
    outcome: 'dead-letter',
    results: { archive: { ms: 41 }, ledger: { ms: null, deadLetter } },
  });
});

test('among many, dead letters are counted by their message, and a few are named', () => {
  const { state, write } = recording();
  const progress = { isTTY: false, write: () => undefined };
  const view = createSummaryView({ write, paint: plain, progress, count: 30 });
  const all = Array.from({ length: 30 }, (_, index): SentWebhook => {
    const results = [{ worker: 'ledger', eventId: `d${index}`, deadLetter: { ...deadLetter, id: `ledger/d${index}` } }];
    return { ...acceptedBy({}), results };
  });
  view.end(all);
  expect(state.text.split('\n').slice(2)).toEqual([
    '30 × accepted, but dead letter of ledger: The amount is missing',
    ...[0, 1, 2, 3, 4].map((index) => `  npm run hooks -- dead-letters show ledger/d${index}`),
    '  npm run hooks -- dead-letters list    (25 more)',
    '',
  ]);
});
