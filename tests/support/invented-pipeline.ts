// A whole stage in memory with dead letters of a few reasons: what the console's server and its pages are tried with.
import type { DeadLetter, DeadLetterSummary } from '#shared/messages/dead-letter.ts';
import type { InspectRequest, ListAnswer } from '#shared/messages/inspect-request.ts';
import type { Receipt } from '#shared/messages/receipt.ts';
import type { ReplayAnswer, ReplayRequest } from '#shared/messages/replay-request.ts';
import type { MappingState, MetricPoint, Pipeline } from '../../operator/pipeline/pipeline.ts';
import { givenDeadLetter, givenFailure } from './given-dead-letters.ts';
import { memoryObjects } from './ports.ts';

interface Reason {
  readonly worker: string;
  readonly class: 'gave-up' | 'exhausted' | 'crashed' | 'destination-down';
  readonly name: string;
  readonly message: string;
  readonly fingerprint: string;
  readonly count: number;
  readonly source: string;
  readonly type: string;
}

export const REASONS: readonly Reason[] = [
  {
    worker: 'forward',
    class: 'exhausted',
    name: 'RetryLater',
    message: 'shop answered 503 Service Unavailable',
    fingerprint: '7d2f4a90c3b1e658',
    count: 128,
    source: 'stripe',
    type: 'charge.succeeded',
  },
  {
    worker: 'ledger',
    class: 'gave-up',
    name: 'GiveUp',
    message: 'The amount 10.505 of the charge is no integer in minor units',
    fingerprint: '1b9c3f5e7a2d4860',
    count: 17,
    source: 'shopify',
    type: 'orders/paid',
  },
  {
    worker: 'forward',
    class: 'destination-down',
    name: 'DestinationDown',
    message: 'crm takes nothing since 12 minutes',
    fingerprint: 'aa02c4d8e9f17b35',
    count: 64,
    source: 'github',
    type: 'push',
  },
  {
    worker: 'archive',
    class: 'crashed',
    name: 'Crashed',
    message: 'The function never reported back: out of memory or out of time',
    fingerprint: '55ee10ab93cd2f76',
    count: 3,
    source: 'stripe',
    type: 'invoice.paid',
  },
];

const WORKERS = ['dispatch', 'archive', 'forward', 'ledger'];

const about: Pipeline['about'] = {
  service: 'webhook-pipeline',
  stage: 'local',
  region: 'us-east-1',
  replaysMax: 10,
  workers: WORKERS.map((name) => ({
    name,
    function: name,
    queue: name === 'dispatch' ? 'deliveries' : name,
    deadLetterQueue: `${name === 'dispatch' ? 'deliveries' : name}-dead-letters`,
    impact: `What ${name} does is missing for these events.`,
  })),
};

export interface InventedPipeline extends Pipeline {
  /** Every request that reached `replay`. */
  readonly asked: readonly ReplayRequest[];
  readonly deadLetters: Map<string, DeadLetter>;
  readonly receipts: Map<string, Receipt>;
}

export function inventPipeline({ now = () => new Date() }: { readonly now?: () => Date } = {}): InventedPipeline {
  const deadLetters = new Map(inventDeadLetters(now()).map((deadLetter) => [deadLetter.id, deadLetter]));
  const receipts = new Map<string, Receipt>();
  const feeds = new Map<string, MappingState['state']>(WORKERS.map((name) => [name, 'enabled']));
  const asked: ReplayRequest[] = [];
  const chosen = (from: string | undefined, { ids, fingerprints, state = 'open' }: Said) =>
    [...deadLetters.values()]
      .filter(({ worker }) => from === undefined || worker === from)
      .filter(({ eventId }) => ids?.includes(eventId) ?? true)
      .filter(({ failure }) => fingerprints?.includes(failure.fingerprint) ?? true)
      .filter((one) => one.state === state)
      .toSorted((one, other) => (one.failure.lastAt < other.failure.lastAt ? 1 : -1));

  return {
    stage: 'local',
    about,
    asked,
    deadLetters,
    receipts,
    inspect: async (request) => answer(request, { chosen, deadLetters, receipts }),
    replay: async (request) => {
      asked.push(request);
      return act(request, { chosen, deadLetters, receipts, now });
    },
    erase: () => {
      throw new Error('Nothing is erased here');
    },
    queues: {
      depthOf: async (queue) => ({
        waiting: feeds.get(queue) === 'disabled' ? 412 : queue.length % 5,
        inFlight: 2,
        delayed: 0,
      }),
    },
    metrics: { read: async (queries, span) => queries.map((_, index) => inventPoints(index, span)) },
    mappings: {
      of: async (name) => [{ function: name, queue: name, id: name, state: feeds.get(name) ?? 'enabled' }],
      setEnabled: async (id, isEnabled) => void feeds.set(id, isEnabled ? 'enabled' : 'disabled'),
    },
    logs: { find: noLines },
    config: memoryObjects('config'),
    close: () => undefined,
  };
}

async function* noLines() {}

interface Said {
  readonly ids?: readonly string[] | undefined;
  readonly fingerprints?: readonly string[] | undefined;
  readonly state?: DeadLetter['state'] | undefined;
}

interface World {
  readonly chosen: (from: string | undefined, said: Said) => readonly DeadLetter[];
  readonly deadLetters: Map<string, DeadLetter>;
  readonly receipts: Map<string, Receipt>;
}

function answer({ list, count, show, groups, runs, run, trace }: InspectRequest, world: World): unknown {
  if (list) {
    const from = Number(list.cursor ?? 0);
    const all = world.chosen(list.from, list).filter((one) => matches(one, list.text));
    const until = from + (list.limit ?? 50);
    const page = all.slice(from, until).map(summaryOf);
    return { deadLetters: page, ...(until < all.length && { cursor: String(until) }) } satisfies ListAnswer;
  }
  if (count) return { count: world.chosen(count.from, count).filter((one) => matches(one, count.text)).length };
  if (show) {
    const found = world.deadLetters.get(show.id);
    const { body = '', ...rest } = found ?? {};
    const eventBody = JSON.stringify({
      amount: 1050,
      email: show.reveal ? 'ada@example.com' : '•••',
      data: { object: {} },
    });
    return {
      deadLetters: found
        ? [{ ...rest, bodyBytes: body.length, ...(show.body && { body, eventBody, redacted: ['**.email'] }) }]
        : [],
    };
  }
  if (groups) {
    return {
      groups: REASONS.flatMap((reason) =>
        groupOf(reason, world.chosen(reason.worker, { fingerprints: [reason.fingerprint], state: groups.state })),
      ),
    };
  }
  if (runs) return { runs: [...world.receipts.values()].toReversed() };
  if (run) {
    const receipt = world.receipts.get(run.run);
    if (!receipt) throw new Error(`There is no run ${run.run}`);
    return { run: receipt, ...(run.page && { outcomes: [{ id: 'forward/e1', outcome: 'replayed' }] }) };
  }
  if (trace) return { trace: inventTrace(trace.id) };
  return about;
}

const matches = ({ failure, eventId }: DeadLetter, text = '') =>
  `${failure.name} ${failure.message} ${eventId}`.toLowerCase().includes(text.toLowerCase());

function summaryOf({ body: _body, attributes: _attributes, ...summary }: DeadLetter): DeadLetterSummary {
  return summary;
}

function groupOf(reason: Reason, held: readonly DeadLetter[]) {
  const [newest] = held;
  const oldest = held.at(-1);
  if (!newest || !oldest) return [];
  const { worker, fingerprint, source, type, class: failureClass, name, message } = reason;
  return [
    {
      worker,
      fingerprint,
      count: held.length,
      firstAt: oldest.failure.lastAt,
      lastAt: newest.failure.lastAt,
      sample: { id: newest.id, class: failureClass, name, message },
      sources: { [source]: held.length },
      types: { [type]: held.length },
      impact: `What ${worker} does is missing for these events.`,
    },
  ];
}

function act(
  { replay, discard, abort }: ReplayRequest,
  { chosen, deadLetters, receipts, now }: World & { readonly now: () => Date },
): ReplayAnswer {
  const at = now().toISOString();
  if (abort) return { state: 'aborted', matched: 0, succeeded: 0, skipped: 0, failed: 0, run: abort.run };
  const asked = replay ?? discard;
  if (!asked) throw new Error('The invented pipeline only replays and discards');
  const meant = chosen(asked.from, asked).slice(0, asked.limit);
  const counts = { matched: meant.length, succeeded: meant.length, skipped: 0, failed: 0 };
  if (asked.dryRun) {
    const sample = meant.slice(0, 5).map(({ id, source, type, failure }) => ({ id, source, type, failure }));
    return { dryRun: true, state: 'finished', ...counts, sample, before: at };
  }
  for (const one of meant)
    deadLetters.set(one.id, { ...one, state: replay ? 'replayed' : 'discarded', run: asked.run });
  const run = asked.run ?? 'unnamed-run';
  const { run: _, dryRun: __, identity: ___, ...request } = asked;
  receipts.set(run, {
    v: 1,
    run,
    state: 'finished',
    request: replay ? { kind: 'replay', via: 'table', ...request } : { kind: 'discard', ...request },
    who: { arn: 'arn:aws:iam::000000000000:user/local', account: '000000000000' },
    startedAt: at,
    updatedAt: at,
    finishedAt: at,
    ...counts,
    pages: 1,
    invocations: [],
  });
  return { run, state: 'finished', ...counts };
}

function inventDeadLetters(now: Date): readonly DeadLetter[] {
  return REASONS.flatMap((reason, kind) =>
    Array.from({ length: reason.count }, (_, index) => {
      const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000 - index * 7000).toISOString();
      const eventId = `${reason.fingerprint}${String(kind)}${String(index).padStart(15, '0')}`;
      const { worker, source, type, class: failureClass, name, message, fingerprint } = reason;
      return givenDeadLetter({
        worker,
        eventId,
        source,
        type,
        senderEventId: `evt_${index}`,
        receivedAt: at(35),
        failure: givenFailure({
          worker,
          class: failureClass,
          name,
          message,
          fingerprint,
          firstAt: at(34),
          lastAt: at(4 + kind * 9),
        }),
      });
    }),
  );
}

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 2, 3, 4, 5) + seconds * 1000).toISOString();

function inventTrace(id: string) {
  return {
    delivery: { id, source: 'stripe', provider: 'stripe', senderEventId: 'evt_1', receivedAt: at(0) },
    events: [{ id, type: 'charge.succeeded' }],
    stands: [
      { worker: 'archive', eventId: id, state: 'result' },
      { worker: 'forward', eventId: id, state: 'dead-letter' },
      { worker: 'ledger', eventId: id, state: 'waiting' },
    ],
    points: [
      { kind: 'received', at: at(0), stage: 'ingest', from: 'archive' },
      { kind: 'published', at: at(0.084), stage: 'dispatch', eventId: id, from: 'log' },
      { kind: 'archived', at: at(2.2), stage: 'archive', eventId: id, from: 'archive' },
      {
        kind: 'failed',
        at: at(2.4),
        stage: 'forward',
        eventId: id,
        detail: 'attempt 1 failed: RetryLater: shop answered 503',
        from: 'log',
      },
      {
        kind: 'dead-letter',
        at: at(1240),
        stage: 'forward',
        eventId: id,
        detail: 'exhausted: shop answered 503',
        from: 'dead-letter',
      },
    ],
    gaps: [],
  };
}

/** A day's rhythm in small, so that pictures have something to show. */
function inventPoints(
  seed: number,
  { from, until, periodSeconds }: Parameters<Pipeline['metrics']['read']>[1],
): MetricPoint[] {
  const points: MetricPoint[] = [];
  for (let at = from.getTime(); at < until.getTime(); at += periodSeconds * 1000) {
    const wave = 1 + Math.sin(at / 400_000 + seed) * 0.6 + Math.sin(at / 90_000 + seed * 3) * 0.25;
    points.push({ at: new Date(at), value: Math.max(0, Math.round((60 / (1 + seed)) * wave)) });
  }
  return points;
}
