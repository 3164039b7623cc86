import type { ReplayRequest } from '#shared/messages/replay-request.ts';
import { backfill, type BackfillOptions } from '../../../../operator/commands/backfill.ts';
import { givenAnswer, givenSession } from '../../../support/given-session.ts';

const options: BackfillOptions = {
  to: 'forward',
  since: '2026-01-01T00:00:00.000Z',
  isDryRun: true,
  isConfirmed: false,
  asJson: false,
};

test.each([
  [{}, 'these are sent too, and have no second effect but a second line where results are kept in batches.'],
  [{ force: true } as const, '--force makes a new effect of each.'],
])('the dry run of %j says that nobody looks for results that are there', async (more, end) => {
  const { session, written } = givenSession({ replay: async () => givenAnswer({ dryRun: true, succeeded: 7 }) });
  expect(await backfill({ ...options, ...more }, session)).toBe(0);
  expect(written()).toBe(
    `7 archived events would be sent to forward.\nNobody looks which of them forward has the result of: ${end}\n`,
  );
});

test('the run is told how many its dry run met', async () => {
  const requests: ReplayRequest[] = [];
  const { session } = givenSession({
    replay: async (request) => {
      requests.push(request);
      return givenAnswer({ succeeded: 7, before: '2026-01-03T00:00:00.000Z', run: 'run-00000001' });
    },
  });
  await backfill({ ...options, isDryRun: false, reason: 'new' }, session);
  expect(requests[1]).toMatchObject({ backfill: { foreseen: 7 } });
});

test.each([
  [{ to: 'dispatch' }, 'dispatch is a step of the pipeline and no worker: events of the archive cannot be sent to it.'],
  [{ to: 'keeper' }, 'There is no worker keeper; there is archive and forward.'],
  [{ to: 'dispach' }, 'There is no worker dispach; there is archive and forward.'],
  [
    { until: '2025-12-31T00:00:00.000Z' },
    'Nothing can lie between --since 2026-01-01T00:00:00.000Z and --until 2025-12',
  ],
])('%j is wrong usage', async (changes, sentence) => {
  const { session } = givenSession();
  await expect(backfill({ ...options, ...changes }, session)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(sentence) as unknown,
  });
});
