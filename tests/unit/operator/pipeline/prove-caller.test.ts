import type { ReplayRequest } from '#shared/messages/replay-request.ts';
import { proveCaller } from '../../../../operator/pipeline/prove-caller.ts';

const prove = async (run: string) => ({
  url: `https://sts.example/${run}`,
  headers: { 'x-webhook-pipeline-run': run },
});
const proven = (request: ReplayRequest) => proveCaller(request, prove);
const proof = { url: 'https://sts.example/run-00000001', headers: { 'x-webhook-pipeline-run': 'run-00000001' } };
const run = 'run-00000001';
const selection = { from: 'archive', all: true as const, reason: 'S3 is back' };

test('whatever names its run carries who asks for it', async () => {
  const requests: readonly ReplayRequest[] = [
    { replay: { ...selection, run } },
    { discard: { ...selection, run } },
    { backfill: { to: 'archive', between: { from: '2026-01-02T03:00:00Z' }, reason: 'New', run } },
    { resume: { run } },
    { abort: { run, reason: 'Wrong ones' } },
  ];
  for (const request of requests) {
    expect(Object.values(await proven(request))).toMatchObject([{ run, identity: proof }]);
  }
});

test('what names no run, only looks, or was proven before stays as it is', async () => {
  const requests: readonly ReplayRequest[] = [
    { replay: selection },
    { replay: { ...selection, run, dryRun: true } },
    { resume: { run, identity: { url: 'https://sts.example/mine', headers: {} } } },
  ];
  for (const request of requests) expect(await proven(request)).toBe(request);
});
