import type { TraceStand } from '#shared/messages/trace.ts';
import { standardWebhooks } from '../../../../../functions/ingest/providers/standard-webhooks/standard-webhooks.ts';
import type { SignedWebhook } from '../../../../../functions/ingest/signature/sign-by-scheme.ts';
import { verifySignature } from '../../../../../functions/ingest/signature/verify-signature.ts';
import { CommandError } from '../../../../../operator/command-error.ts';
import { showCanary } from '../../../../../operator/commands/canary/show-canary.ts';
import type { Pipeline } from '../../../../../operator/pipeline/pipeline.ts';
import type { CanaryAnswer } from '../../../../../operator/verbs/canary/post-canary.ts';
import { givenSources } from '../../commands/sources/given-sources.ts';

const ID = 'ca4a1e0d5b7f4c2e9a8d6b3f1e0c7a52';
const accepted: CanaryAnswer = { status: 202, deliveryId: ID };
const unknown: CanaryAnswer = { status: 404, reason: 'unknown-source' };

const stand = (worker: string, state: TraceStand['state']): TraceStand => ({ worker, eventId: ID, state });
const traceOf = (...stands: readonly TraceStand[]) => ({
  trace: {
    delivery: { id: ID },
    events: [{ id: ID }],
    stands,
    points: stands.flatMap(({ worker, state }): object[] => {
      const told = { at: '2026-01-03T12:00:01.000Z', stage: worker, eventId: ID };
      if (state === 'result') return [{ ...told, kind: 'result', key: `results/canary/${ID}.json`, from: 'result' }];
      if (state === 'dead-letter')
        return [{ ...told, kind: 'dead-letter', detail: 'gave-up: why', from: 'dead-letter' }];
      return [];
    }),
    gaps: [],
  },
});
const waiting = traceOf(stand('canary', 'waiting'));
const result = traceOf(stand('archive', 'not-subscribed'), stand('canary', 'result'));

const denied: () => never = () => {
  throw new CommandError(4, 'You may not.');
};

interface Given {
  readonly entries?: object;
  /** One after the other, the last for ever. */
  readonly answers?: readonly CanaryAnswer[];
  readonly traces?: readonly object[];
  readonly pausedWorker?: string;
  /** Whether dispatch's log names the delivery; left out: the operator may read no logs. */
  readonly isPublished?: boolean;
  readonly timeoutMs?: number;
}

async function send(given: Given = {}) {
  const { answers = [accepted], traces = [waiting, result], pausedWorker, isPublished } = given;
  const fake = givenSources(given.entries ?? {});
  const posted: { readonly url: string; readonly webhook: SignedWebhook }[] = [];
  const asked: unknown[] = [];
  let nowMs = Date.parse('2026-01-03T12:00:00.000Z');
  const pipeline: Pipeline = {
    ...fake.session.pipeline,
    inspect: async (request) => {
      asked.push(request);
      return traces[Math.min(asked.length, traces.length) - 1];
    },
    mappings: {
      setEnabled: denied,
      of: async (name) => [
        { function: name, queue: name, id: name, state: name === pausedWorker ? 'disabled' : 'enabled' },
      ],
    },
    logs: {
      find: async function* () {
        if (isPublished === undefined) denied();
        if (isPublished) yield { at: new Date(nowMs), function: 'dispatch', text: ID };
      },
    },
  };
  const clock = {
    now: () => new Date(nowMs),
    sleep: async (ms: number) => {
      nowMs += ms;
    },
  };
  const exitCode = await showCanary(
    { timeoutMs: given.timeoutMs, asJson: false },
    { ...fake.session, pipeline, clock },
    fake.tools,
    async (url, webhook) => {
      posted.push({ url, webhook });
      return answers[Math.min(posted.length, answers.length) - 1]!;
    },
  );
  return { ...fake, exitCode, posted, asked, secondsPassed: (nowMs - Date.parse('2026-01-03T12:00:00.000Z')) / 1000 };
}

test('a canary is signed with the secret of a source that is made for it, and is done once its result is there', async () => {
  const { exitCode, posted, stored, written, shown, asked } = await send();
  expect(exitCode).toBe(0);
  expect(posted.map(({ url }) => url)).toEqual(['https://hooks.example/webhooks/canary']);
  const secret = (stored()['canary'] as { secrets: { value: string }[] }).secrets[0]!.value;
  const { webhook } = posted[0]!;
  const request = { sourceName: 'canary', method: 'POST', url: 'https://hooks.example/webhooks/canary', ...webhook };
  const verdict = await verifySignature(standardWebhooks, request as never, {
    secrets: [{ value: secret }],
    options: {},
    now: new Date('2026-01-03T12:00:00.000Z'),
    certificates: undefined as never,
  });
  expect(verdict).toEqual({ valid: true });
  expect(asked[0]).toEqual({ trace: { id: ID, event: { source: 'canary', type: 'canary.sent' } } });
  expect(written()).toMatch(
    /source .+ was added[^]+accepted .+202[^]+result .+results\/canary\/[^]+came through stage prod/,
  );
  expect(shown()).not.toContain(secret);
});

test('a source that is there is used as it is', async () => {
  const entries = { canary: { provider: 'standard-webhooks', secrets: ['whsec_bG9jYWwtb25seS1jYW5hcnktc2VjcmV0'] } };
  const { exitCode, stored, written } = await send({ entries });
  expect([exitCode, stored()]).toEqual([0, entries]);
  expect(written()).toContain('canary is there');
});

test.each([
  { canary: { provider: 'github', secrets: ['of-github'] } },
  { canary: { provider: 'standard-webhooks', secrets: ['whpk_bG9jYWw='] } },
])('a source of that name which cannot sign is refused and left alone: %j', async (entries) => {
  await expect(send({ entries })).rejects.toThrow('sources retire canary');
});

test('a source that ingest does not know yet is waited for, for as long as was said', async () => {
  const late = await send({ answers: [...Array.from({ length: 40 }, () => unknown), accepted] });
  expect([late.exitCode, late.posted.length]).toEqual([0, 41]);
  const ids = late.posted.map(({ webhook }) => webhook.headers['webhook-id']);
  expect(new Set(ids).size).toBe(41);
  const never = await send({ answers: [unknown] });
  expect(never.exitCode).toBe(1);
  expect(never.written()).toContain('stopped at ingest: it answered 404, unknown-source: the source is new');
  expect((await send({ answers: [unknown], timeoutMs: 3000 })).secondsPassed).toBeLessThanOrEqual(3);
});

const distrusted: CanaryAnswer = { status: 401, reason: 'bad-signature' };

test('after its secret was replaced it is waited for until ingest has read the new one', async () => {
  const entries = { canary: { provider: 'standard-webhooks', secrets: ['whsec_bG9jYWwtb25seS1jYW5hcnktc2VjcmV0'] } };
  for (const given of [{}, { entries }]) {
    const late = await send({ ...given, answers: [...Array.from({ length: 35 }, () => distrusted), accepted] });
    expect([late.exitCode, late.posted.length]).toEqual([0, 36]);
  }
});

test.each<[string, Given, RegExp]>([
  [
    'what ingest refuses for longer than it can hold an old secret',
    { answers: [distrusted] },
    /at ingest: it answered 401, bad-signature: .*does not take the secret/,
  ],
  [
    'what ingest refuses at once',
    { answers: [{ status: 413, reason: 'too-large' }] },
    /at ingest: it answered 413, too/,
  ],
  ['what somebody else answers', { answers: [{ status: 200 }] }, /at ingest: .+not ingest that answered/],
  ['a dead letter of its worker', { traces: [traceOf(stand('canary', 'dead-letter'))] }, /at canary: .+gave-up: why/],
  ['a dead letter of dispatch', { traces: [traceOf(stand('dispatch', 'dead-letter'))] }, /at dispatch: it is a dead/],
  ['a worker that is paused', { traces: [waiting], pausedWorker: 'canary' }, /at canary: canary is paused/],
  ['what was published and got no further', { traces: [waiting], isPublished: true }, /at canary: dispatch has/],
  ['what was never published', { traces: [waiting], isPublished: false }, /at dispatch: ingest has accepted it/],
  ['what nobody may look for', { traces: [waiting] }, /canary stopped: it has no result in time/],
])('%s is where the canary stopped', async (_, given, sentence) => {
  const { exitCode, written, asked } = await send(given);
  expect(exitCode).toBe(1);
  expect(written()).toMatch(sentence);
  expect(written().includes(`trace ${ID}`)).toBe(asked.length > 0);
});
