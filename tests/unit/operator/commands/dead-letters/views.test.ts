import type { InspectRequest } from '#shared/messages/inspect-request.ts';
import { describeDeadLetter } from '../../../../../operator/commands/dead-letters/describe-dead-letter.ts';
import { showDeadLetter } from '../../../../../operator/commands/dead-letters/show-dead-letter.ts';
import { listDeadLetters } from '../../../../../operator/commands/dead-letters/list-dead-letters.ts';
import type { Pipeline } from '../../../../../operator/pipeline/pipeline.ts';
import { widthOf } from '../../../../../operator/terminal/fit-columns.ts';
import { givenDeadLetter, givenFailure } from '../../../../support/given-dead-letters.ts';
import { givenSession } from '../../../../support/given-session.ts';

const plain = (_: string, text: string) => text;
const letters = Array.from({ length: 1200 }, (_, index) => {
  const lastAt = new Date(Date.parse('2026-01-02T00:00:00.000Z') + index * 1000).toISOString();
  return givenDeadLetter({
    eventId: `event-${index}`,
    failure: givenFailure({ lastAt, message: 'Zu viele 注文\nin a row '.repeat(9) }),
  });
}).toReversed();

/** Answers as `inspect` would for archive; dispatch has none. Its time is over after 500. */
const inspect = async ({ list, count }: InspectRequest) => {
  const own = (list ?? count)?.from === 'dispatch' ? [] : letters;
  if (count?.state === 'quarantined') return { count: 0 };
  if (count)
    return count.cursor === undefined && own.length > 0 ? { count: 500, cursor: '500' } : { count: own.length && 700 };
  const start = Number(list?.cursor ?? 0);
  const end = start + (list?.limit ?? 0);
  return { deadLetters: own.slice(start, end), ...(end < own.length && { cursor: String(end) }) };
};

function given(columns = 120, asked: Partial<Pipeline> = {}) {
  const { session, written } = givenSession({ inspect, ...asked }, { columns });
  return { session, text: written };
}

const options = { from: undefined, which: {}, state: 'open', limit: 3, asJson: false } as const;

test.each([101, 110, 118, 119, 120, 200])(
  'in %i columns each has one line that fits, and the total is exact',
  async (columns) => {
    const { session, text } = given(columns);
    expect(await listDeadLetters(options, session)).toBe(0);
    const lines = text().trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    const [heading, cell] = columns < 119 ? ['', ''] : [' +fingerprint', ' {2}00112233aabbccdd'];
    expect(lines[0]).toMatch(new RegExp(`^failed last +worker +event +source/type +class${heading} +message$`));
    expect(lines[1]).toMatch(
      new RegExp(
        `^2026-01-02 00:19:59Z {2}archive {2}event-1199 {2}stripe-eu/charge.refunded {2}exhausted${cell} {2}Zu viele`,
      ),
    );
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
    expect(lines.at(-1)).toBe('3 of 1,200 open dead letters');
  },
);

test.each([
  [
    130,
    [
      'failed last +worker +event +source/type +class +message',
      '2026.+ archive  e{32}  stripe-eu/charge.refunded  exhausted  closed .*…',
    ],
  ],
  [
    100,
    [
      'failed last +worker +event +fingerprint',
      '  source/type  class  message',
      '2026.+  archive  e{32}  00112233aabbccdd',
      '  stripe-eu/charge.refunded  exhausted  closed .*…',
    ],
  ],
  [
    81,
    [
      'failed last +worker +event +fingerprint',
      '  source/type  class  message',
      '2026.+  archive  e{32}  00112233aabbccdd',
      '  stripe-eu/charge.refunded  exhausted  closed .*…',
    ],
  ],
  [
    80,
    [
      'failed last +worker +event',
      '  source/type  class  fingerprint  message',
      '2026.+  archive  e{32}',
      '  stripe-eu/charge.refunded  exhausted  00112233aabbccdd  closed .*…',
    ],
  ],
  [
    77,
    [
      'failed last +worker +event',
      '  source/type  class  message',
      '2026.+  archive  e{32}',
      '  stripe-eu/charge.refunded  exhausted  closed .*…',
    ],
  ],
] as const)('in %i columns the fingerprint has the place that is left for it', async (columns, expected) => {
  const own = givenDeadLetter({ failure: givenFailure({ message: 'closed '.repeat(20) }) });
  const { session, text } = given(columns, {
    inspect: async ({ count }) => (count ? { count: count.state === 'quarantined' ? 0 : 1 } : { deadLetters: [own] }),
  });
  await listDeadLetters({ ...options, from: 'archive' }, session);
  const lines = text().trimEnd().split('\n').slice(0, -1);
  expect(lines).toEqual(expected.map((line) => expect.stringMatching(new RegExp(`^${line}$`)) as unknown));
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
});

test('on a narrow terminal each has two lines that fit, and the whole event id', async () => {
  const { session, text } = given(80);
  await listDeadLetters(options, session);
  const lines = text().trimEnd().split('\n');
  expect(lines.slice(0, 2)).toEqual([
    expect.stringMatching(/^failed last +worker +event +fingerprint$/),
    '  source/type  class  message',
  ]);
  expect(lines.slice(2, 4)).toEqual([
    '2026-01-02 00:19:59Z  archive  event-1199  00112233aabbccdd',
    expect.stringMatching(/^ {2}stripe-eu\/charge.refunded {2}exhausted {2}Zu viele .*…$/),
  ]);
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
});

test('more than a page is asked for page by page', async () => {
  const { session, text } = given();
  await listDeadLetters({ ...options, from: 'archive', limit: 1100, asJson: true }, session);
  const lines = text()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(new Set(lines.slice(0, -1).map(({ eventId }) => eventId)).size).toBe(1100);
  expect(lines.at(-1)).toEqual({ kind: 'summary', state: 'open', shown: 1100, count: 1200 });
});

test('none is said in words', async () => {
  const { session, text } = given();
  await listDeadLetters({ ...options, from: 'dispatch' }, session);
  await listDeadLetters({ ...options, from: 'dispatch', state: 'done' }, session);
  expect(text()).toBe(
    [
      'No dead letters of dispatch are open.',
      '  at least 500 of other workers: npm run hooks -- dead-letters list',
      'No dead letters of dispatch are done.',
      '  at least 500 of other workers: npm run hooks -- dead-letters list --state done',
      '',
    ].join('\n'),
  );
});

test('everything known of a dead letter is shown, and the line that replays it', () => {
  const failure = givenFailure({
    destination: 'crm',
    notBefore: '2026-01-05T00:00:00.000Z',
    class: 'destination-down',
  });
  const { body, ...rest } = givenDeadLetter({
    failure,
    replays: 2,
    run: 'run-1',
    arrivals: 3,
    senderEventId: 'evt_1',
    attributes: { source: 'stripe-eu', type: 'charge.refunded', traceparent: '00-1' },
  });
  const text = describeDeadLetter({ ...rest, bodyBytes: body.length }, 'local', plain);
  for (const part of [
    'open: waits for the destination crm: it is asked again by itself, and when it takes events again this one is replayed',
    'To send it now all the same:',
    'Error: The shop is closed',
    'destination-down: forward holds it back',
    'evt_1',
    '2026-01-02T03:24:06.000Z, first at 2026-01-02T03:04:06.000Z',
    '2026-01-05T00:00:00.000Z',
    'crm',
    'request-1',
    '00112233aabbccdd',
    '2, the last by run run-1',
    'stripe-eu charge.refunded',
    'traceparent = 00-1',
    `dead-letters replay --from archive --ids ${'e'.repeat(32)} --reason`,
  ])
    expect(text).toContain(part);
  expect(text).not.toContain(body);
  expect(text).not.toMatch(/waits for you|replay it:|attribute +(?:source|type)/);
});

test('one that nobody but an operator sends back says so', () => {
  const { body: _, ...rest } = givenDeadLetter();
  const text = describeDeadLetter({ ...rest, bodyBytes: 9 }, 'local', plain);
  expect(text).toContain('open: waits for you');
  expect(text).toContain('When its cause is gone, replay it:');
  expect(text).not.toMatch(/ {2}(?:replays|arrivals) /);
  // Why, and what to do about it, before everything else.
  const [why, what, command, details] = [
    'The shop is closed',
    'exhausted: it was',
    'dead-letters replay',
    'delivery  ',
  ];
  expect([why, what, command, details].map((part) => text.indexOf(part))).toEqual(
    [why, what, command, details].map((part) => text.indexOf(part)).toSorted((one, other) => one - other),
  );
  expect(text).not.toContain('by itself');
});

test('one that waits for a destination nobody named still waits by itself', () => {
  const { body: _, ...rest } = givenDeadLetter({ failure: givenFailure({ class: 'destination-down' }) });
  expect(describeDeadLetter({ ...rest, bodyBytes: 9 }, 'local', plain)).toContain(
    'open: waits for its destination: it is asked',
  );
});

test('a body that is shown cannot command the terminal', () => {
  const text = describeDeadLetter(
    { ...givenDeadLetter(), bodyBytes: 9, body: 'a\u001B[2Jb\nc \u202E1\u2066\u200F' },
    'local',
    plain,
  );
  // Nor can it show 1000 as 0001.
  expect(text).toContain('a\u{FFFD}[2Jb\nc \u{FFFD}1\u{FFFD}\u{FFFD}\n');
});

test('one that is closed has no line to replay it', () => {
  const { body: _, ...rest } = givenDeadLetter({ state: 'done', closedAt: '2026-01-03T00:00:00.000Z' });
  expect(describeDeadLetter({ ...rest, bodyBytes: 9 }, 'local', plain)).not.toMatch(/replay it:/i);
});

test('what narrows a list down is asked for, and said', async () => {
  const asked: InspectRequest[] = [];
  const { session, text } = given(120, {
    inspect: async (request) => {
      asked.push(request);
      return request.count ? { count: 0 } : { deadLetters: [] };
    },
  });
  const which = { sources: ['stripe-eu'], between: { from: '2026-01-01T00:00:00.000Z' } };
  await listDeadLetters({ ...options, which, text: 'closed' }, session);
  expect(asked).toContainEqual({ count: { ...which, text: 'closed', state: 'open' } });
  expect(asked).toContainEqual({ list: { ...which, text: 'closed', state: 'open', limit: 3, newestFirst: true } });
  expect(text()).toBe(
    'No dead letters are open for --source stripe-eu --since 2026-01-01T00:00:00.000Z --text closed.\n',
  );
});

test('where there are none, the choice that would have found some is told', async () => {
  const { session, text } = given(120, {
    inspect: async ({ count }) => {
      if (!count) return { deadLetters: [] };
      if (count.state === 'replayed') return { count: 3 };
      return { count: count.state === 'open' && count.from === undefined ? 2 : 0 };
    },
  });
  const which = { fingerprints: ['aa'], between: { from: '2026-01-01T00:00:00.000Z' } };
  await listDeadLetters({ ...options, from: 'archive', which }, session);
  const narrowed = '--fingerprint aa --since 2026-01-01T00:00:00.000Z';
  expect(text()).toBe(
    [
      `No dead letters of archive are open for ${narrowed}.`,
      `  3 replayed: npm run hooks -- dead-letters list --from archive ${narrowed} --state replayed`,
      `  2 of other workers: npm run hooks -- dead-letters list ${narrowed}`,
      '',
    ].join('\n'),
  );
});

test('a time in which nothing failed does not hide what failed at another', async () => {
  const { session, text } = given(120, {
    inspect: async ({ count }) => {
      if (!count) return { deadLetters: [] };
      return { count: count.state === 'open' && count.between === undefined ? 7 : 0 };
    },
  });
  const which = { between: { from: '2026-01-01T00:00:00.000Z' } };
  await listDeadLetters({ ...options, which }, session);
  expect(text()).toContain('\n  7 at other times: npm run hooks -- dead-letters list\n');
});

test('below the open ones stands how many are quarantined, and the line that lists them', async () => {
  const { session, text } = given(120, {
    inspect: async ({ count }) =>
      count ? { count: count.state === 'quarantined' ? 3 : 1 } : { deadLetters: [givenDeadLetter()] },
  });
  await listDeadLetters({ ...options, from: 'archive' }, session);
  expect(text()).toMatch(
    /\n1 open dead letter\n3 quarantined, replayed too often: npm run hooks -- dead-letters list --from archive --state quarantined\n$/,
  );
});

test('the body is the event’s own where it is text, with what the policy hides beside it', () => {
  const body = '{"v":1,"headers":{"user-agent":"Stripe\\u001b[2J/1.0"}}';
  const shown = { ...givenDeadLetter({ body }), bodyBytes: 9, eventBody: '{"email":"•••"}', redacted: ['email'] };
  const text = describeDeadLetter(shown, 'local', plain);
  expect(text).toContain('\n{"email":"•••"}\nhidden by policy: email\n');
  expect(text).toContain('  header       user-agent = Stripe/1.0\n');
  expect(text).not.toContain(shown.body);
  const { eventBody: _, ...withheld } = { ...shown, withheld: 'Bodies are not shown: no policy.' };
  expect(describeDeadLetter(withheld, 'local', plain)).toContain('Bodies are not shown: no policy.\n');
});

test('as JSON the body is what was posted, and the message what carries it', async () => {
  const { session, json } = givenSession({
    inspect: async () => ({
      deadLetters: [{ ...givenDeadLetter({ body: '{"v":1}' }), bodyBytes: 9, eventBody: '{"a":"b"}' }],
    }),
  });
  await showDeadLetter({ id: 'archive/a', withBody: true, isRevealed: false, asJson: true }, session);
  expect(json()).toMatchObject([{ kind: 'dead-letter', bodyBytes: 9, body: '{"a":"b"}', message: '{"v":1}' }]);
  expect(json()[0]).not.toHaveProperty('eventBody');
});

test('of a deployed stage the lines to paste name it', () => {
  const text = describeDeadLetter({ ...givenDeadLetter({ state: 'quarantined' }), bodyBytes: 9 }, 'prod', plain);
  expect(text).toContain(`npm run hooks -- trace ${'d'.repeat(32)} --stage prod\n`);
  expect(text).toContain(`replay --from archive --ids ${'e'.repeat(32)} --force --stage prod --reason "…"\n`);
});
