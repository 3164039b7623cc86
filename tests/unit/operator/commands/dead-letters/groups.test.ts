import type { Group, InspectRequest } from '#shared/messages/inspect-request.ts';
import { showGroups } from '../../../../../operator/commands/dead-letters/show-groups.ts';
import { widthOf } from '../../../../../operator/terminal/fit-columns.ts';
import { givenSession } from '../../../../support/given-session.ts';

const group = (overrides: Partial<Group> = {}): Group => ({
  worker: 'forward',
  fingerprint: '00112233aabbccdd',
  count: 5,
  firstAt: '2026-01-02T00:00:00.000Z',
  lastAt: '2026-01-03T11:00:00.000Z',
  sample: { id: 'forward/a', class: 'gave-up', name: 'Refused', message: '404 Not Found\u001B[2J' },
  sources: { 'stripe-eu': 4, github: 1 },
  types: { 'charge.refunded': 5 },
  impact: 'Customers hear nothing.',
  ...overrides,
});

/** @param quarantined how many there are besides */
const answering =
  (groups: readonly Group[], quarantined = 0) =>
  async ({ count }: InspectRequest) =>
    count ? { count: quarantined } : { groups };

test('a group says how many, why, since when, who is hurt, and what to paste', async () => {
  const { session, written } = givenSession({ inspect: answering([group()]) });
  expect(await showGroups({ from: undefined, state: 'open', asJson: false }, session)).toBe(0);
  expect(written()).toBe(
    [
      '5 × forward, gave-up: 404 Not Found',
      '  first 2026-01-02 00:00:00Z, last 2026-01-03 11:00:00Z (1h ago)',
      '  Customers hear nothing.',
      '  from stripe-eu 4, github 1; of type charge.refunded 5',
      '  such as forward/a',
      "  npm run hooks -- dead-letters replay --from forward --fingerprint 00112233aabbccdd --reason '…'",
      '',
      '5 open dead letters in 1 group',
      '',
    ].join('\n'),
  );
});

test('what comes in several calls is added up, the largest first', async () => {
  const calls = [
    { groups: [group({ count: 2 }), group({ worker: 'archive', count: 4 })], cursor: 'more' },
    { groups: [group({ count: 3, lastAt: '2026-01-03T11:30:00.000Z', sources: { github: 3 } })] },
  ];
  const asked: unknown[] = [];
  const { session, json } = givenSession({
    inspect: async (request) => {
      if (request.count) return { count: 0 };
      asked.push(request);
      return calls[asked.length - 1];
    },
  });
  await showGroups({ from: undefined, state: 'open', asJson: true }, session);
  expect(json()).toMatchObject([
    {
      kind: 'group',
      worker: 'forward',
      count: 5,
      sources: { 'stripe-eu': 4, github: 4 },
      lastAt: '2026-01-03T11:30:00.000Z',
    },
    { kind: 'group', worker: 'archive', count: 4 },
    { kind: 'summary', state: 'open', groups: 2, count: 9 },
  ]);
  expect(asked[1]).toEqual({ groups: { state: 'open', cursor: 'more', from: undefined } });
});

test('on a narrow terminal nothing but the line to paste is wider', async () => {
  const { session, written } = givenSession(
    { inspect: answering([group({ impact: 'Nobody '.repeat(30) })]) },
    { columns: 40 },
  );
  await showGroups({ from: undefined, state: 'open', asJson: false }, session);
  const wide = written()
    .split('\n')
    .filter((line) => widthOf(line) > 40);
  expect(wide).toEqual([expect.stringContaining('npm run hooks')]);
});

test('what waits for a destination is looked at before anybody replays it', async () => {
  const sample = { id: 'forward/a', class: 'destination-down', name: 'Down', message: 'crm takes nothing' } as const;
  const { session, written } = givenSession({ inspect: answering([group({ sample })]) });
  await showGroups({ from: undefined, state: 'open', asJson: false }, session);
  const lines = written()
    .split('\n')
    .filter((line) => line.includes('npm run hooks'));
  expect(lines).toEqual([
    '  replayed by itself when its destination answers again; look first: npm run hooks -- dead-letters show forward/a',
    "  to try it before that all the same: npm run hooks -- dead-letters replay --from forward --fingerprint 00112233aabbccdd --reason '…'",
  ]);
});

test('quarantined ones are told of where nobody asked for them, also where nothing is open', async () => {
  const { session, written } = givenSession({ inspect: answering([], 3) });
  await showGroups({ from: undefined, state: 'open', asJson: false }, session);
  expect(written()).toBe(
    'No dead letters are open.\n3 quarantined, replayed too often: npm run hooks -- dead-letters list --state quarantined\n',
  );
});
