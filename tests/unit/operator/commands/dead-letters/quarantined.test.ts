import type { InspectRequest } from '#shared/messages/inspect-request.ts';
import { listDeadLetters } from '../../../../../operator/commands/dead-letters/list-dead-letters.ts';
import { showGroups } from '../../../../../operator/commands/dead-letters/show-groups.ts';
import { quarantinedLine } from '../../../../../operator/commands/quarantined-line.ts';
import { showStatus } from '../../../../../operator/commands/status/show-status.ts';
import { givenSession } from '../../../../support/given-session.ts';

const NOT_KNOWN = 'quarantined: not known: Too many requests\n';

/** Nothing is open, and how many are quarantined cannot be asked. */
const inspect = async ({ count, groups }: InspectRequest) => {
  if (count?.state === 'quarantined') throw new Error('Too many \u001B[2Jrequests');
  if (count) return { count: 0 };
  return groups ? { groups: [] } : { deadLetters: [] };
};
const metrics = { read: async (queries: readonly unknown[]) => queries.map(() => []) };
const about = { service: 's', stage: 'local', region: 'r', workers: [], replaysMax: 10 };

const given = () => givenSession({ inspect, metrics, about });
const groups = { from: undefined, state: 'open', asJson: false } as const;
const list = { from: undefined, which: {}, state: 'open', limit: 3, asJson: false } as const;

test('a count that failed is told as not known, and not as none', async () => {
  const [ofGroups, ofList, ofStatus] = [given(), given(), given()];
  await showGroups(groups, ofGroups.session);
  await listDeadLetters(list, ofList.session);
  await showStatus({ isWatched: false, asJson: false }, ofStatus.session);
  for (const { written } of [ofGroups, ofList, ofStatus]) {
    expect(written().slice(-NOT_KNOWN.length)).toBe(NOT_KNOWN);
  }
});

test('as JSON it is null, and left out where there are none', async () => {
  const [ofGroups, ofList] = [given(), given()];
  await showGroups({ ...groups, asJson: true }, ofGroups.session);
  await listDeadLetters({ ...list, asJson: true }, ofList.session);
  for (const { json } of [ofGroups, ofList]) {
    expect(json()).toMatchObject([{ kind: 'summary', count: 0, quarantined: null }]);
  }
  const none = givenSession({ inspect: async (asked) => (asked.count ? { count: 0 } : { groups: [] }) });
  await showGroups({ ...groups, asJson: true }, none.session);
  expect(none.json()[0]).not.toHaveProperty('quarantined');
});

test('of none there is no line', () => {
  expect(quarantinedLine({ count: 0 }, undefined, 'local')).toBe('');
});
