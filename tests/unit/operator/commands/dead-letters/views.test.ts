import type { InspectRequest } from '#shared/messages/inspect-request.ts';
import { describeDeadLetter } from '../../../../../operator/commands/dead-letters/describe-dead-letter.ts';
import { listDeadLetters } from '../../../../../operator/commands/dead-letters/list-dead-letters.ts';
import { widthOf } from '../../../../../operator/terminal/fit-columns.ts';
import { givenDeadLetter, givenFailure } from '../../../../support/given-dead-letters.ts';

const plain = (_: string, text: string) => text;
const letters = Array.from({ length: 1200 }, (_, index) => {
  const lastAt = new Date(Date.parse('2026-01-02T00:00:00.000Z') + index * 1000).toISOString();
  return givenDeadLetter({
    eventId: `event-${index}`,
    failure: givenFailure({ lastAt, message: 'Zu viele 注文\nin a row '.repeat(9) }),
  });
}).toReversed();

/** Answers as `inspect` would for archive; dispatch has none. */
const invoke = async (_: string, request: unknown) => {
  const { list, count } = request as InspectRequest;
  const own = (list ?? count)?.from === 'archive' ? letters : [];
  if (count) return { count: own.length };
  const start = Number(list?.cursor ?? 0);
  const end = start + (list?.limit ?? 0);
  return { deadLetters: own.slice(start, end), ...(end < own.length && { cursor: String(end) }) };
};

function given(columns = 120) {
  const written: string[] = [];
  const ports = {
    invoke,
    workers: ['dispatch', 'archive'],
    write: (text: string) => void written.push(text),
    paint: plain,
    columns,
  };
  return { ports, text: () => written.join('') };
}

const options = { from: undefined, state: 'open', limit: 3, asJson: false } as const;

test.each([110, 120, 200])('in %i columns each has one line that fits, and the total is exact', async (columns) => {
  const { ports, text } = given(columns);
  expect(await listDeadLetters(options, ports)).toBe(0);
  const lines = text().trimEnd().split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[0]).toMatch(/^failed last +worker +event +source\/type +class +message$/);
  expect(lines[1]).toMatch(
    /^2026-01-02 00:19:59Z {2}archive {2}event-1199 {2}stripe-eu\/charge.refunded {2}exhausted {2}Zu viele/,
  );
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
  expect(lines.at(-1)).toBe('3 of 1,200 open dead letters');
});

test('on a narrow terminal each has two lines that fit, and the whole event id', async () => {
  const { ports, text } = given(80);
  await listDeadLetters(options, ports);
  const lines = text().trimEnd().split('\n');
  expect(lines.slice(0, 2)).toEqual([
    expect.stringMatching(/^failed last +worker +event$/),
    '  source/type  class  message',
  ]);
  expect(lines.slice(2, 4)).toEqual([
    '2026-01-02 00:19:59Z  archive  event-1199',
    expect.stringMatching(/^ {2}stripe-eu\/charge.refunded {2}exhausted {2}Zu viele .*…$/),
  ]);
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
});

test('more than a page is asked for page by page', async () => {
  const { ports, text } = given();
  await listDeadLetters({ ...options, from: 'archive', limit: 1100, asJson: true }, ports);
  const lines = text()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(new Set(lines.slice(0, -1).map(({ eventId }) => eventId)).size).toBe(1100);
  expect(lines.at(-1)).toEqual({ kind: 'summary', state: 'open', shown: 1100, count: 1200 });
});

test('none is said in words', async () => {
  const { ports, text } = given();
  await listDeadLetters({ ...options, from: 'dispatch' }, ports);
  await listDeadLetters({ ...options, from: 'dispatch', state: 'done' }, ports);
  expect(text()).toBe('No dead letters.\nNo dead letters that are done.\n');
});

test('everything known of a dead letter is shown, and the line that replays it', () => {
  const failure = givenFailure({
    destination: 'crm',
    notBefore: '2026-01-05T00:00:00.000Z',
    class: 'destination-down',
  });
  const { body, ...rest } = givenDeadLetter({ failure, replays: 2, run: 'run-1', arrivals: 3, senderEventId: 'evt_1' });
  const text = describeDeadLetter({ ...rest, bodyBytes: body.length }, plain);
  for (const part of [
    'open: waits for you',
    'Error: The shop is closed',
    'destination-down: forward holds it back',
    'evt_1',
    '2026-01-02T03:24:06.000Z, first at 2026-01-02T03:04:06.000Z',
    '2026-01-05T00:00:00.000Z',
    'crm',
    'request-1',
    '00112233aabbccdd',
    '2, the last by run run-1',
    'source = stripe-eu',
    `dead-letters replay --from archive --ids ${'e'.repeat(32)} --reason`,
  ])
    expect(text).toContain(part);
  expect(text).not.toContain(body);
});

test('a body that is shown cannot command the terminal', () => {
  const text = describeDeadLetter({ ...givenDeadLetter(), bodyBytes: 9, body: 'a\u001B[2Jb\nc' }, plain);
  expect(text).toContain('a\u{FFFD}[2Jb\nc');
});

test('one that is closed has no line to replay it', () => {
  const { body: _, ...rest } = givenDeadLetter({ state: 'done', closedAt: '2026-01-03T00:00:00.000Z' });
  expect(describeDeadLetter({ ...rest, bodyBytes: 9 }, plain)).not.toContain('Replay it');
});
