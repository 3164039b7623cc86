// From the first webhook to the verdict: storm, drain, replay, check.
import type { Endpoints } from '../../local/endpoints.ts';
import { seededRandom } from '../support/ports/seeded-random.ts';
import { checkEnds, checkHealed, isPoisonFor, type Breach } from './conservation/check-conservation.ts';
import { DISPATCH, readEnds } from './conservation/read-ends.ts';
import type { StormRecord } from './conservation/storm-record.ts';
import { toVerdict, type Verdict } from './conservation/verdict.ts';
import type { FaultProxy } from './proxy/start-fault-proxy.ts';
import { awaitQuiet } from './storm/await-quiet.ts';
import { braveStorm } from './storm/brave-storm.ts';
import { planKills } from './storm/plan-kills.ts';
import { replayTheRest } from './storm/replay-the-rest.ts';
import type { Accepted } from './storm/send-webhooks.ts';
import { startSurroundings, type Surroundings } from './storm/start-surroundings.ts';
import { createTally, type Phase, type Tally } from './storm/tally.ts';
import { createWebhookSource, type WebhookSource } from './storm/webhook-source.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly webhooks: number;
  /** How often the whole process is killed with -9. */
  readonly kills: number;
  readonly speed: number;
  /** What `sls package` wrote. */
  readonly packaged: string;
  /** Where the pipeline's state lies. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly onBegun: (progress: Progress) => void;
}

/** For whoever watches; asked as often as they like. */
export interface Progress {
  readonly tally: Tally;
  readonly countFaults: () => ReturnType<FaultProxy['counts']>;
  readonly endpoints: () => Endpoints;
}

/** Two cores drain tens of webhooks a second under faults; what takes ten times as long hangs. */
const QUIET_WITHIN_MS = { least: 120_000, perWebhook: 250 };
/** What one environment of forward has under way, and how many environments of it local mode has at most. */
const FORWARD = { eventsAtOnce: 10, environments: 4 };

export async function unleashChaos(options: ChaosOptions): Promise<Verdict> {
  const { seed, webhooks, kills, signal, onBegun } = options;
  const random = seededRandom(seed);
  const tally = createTally();
  const plan = planKills({ webhooks, kills, random });
  const surroundings = await startSurroundings({ ...options, plan, tally });
  const { pipeline, proxy, killer } = surroundings;
  try {
    onBegun({ tally, countFaults: () => proxy.counts(), endpoints: () => pipeline.endpoints() });
    const enter = createPhases(tally);

    enter('storm');
    const source = createWebhookSource(webhooks, random);
    const accepted = await braveStorm({ source, pipeline, plan, tally, random, signal });
    const seen = { accepted, source, tally, surroundings };
    enter('draining');
    const stillThere = [await quietOf(seen, options)];
    killer.end();

    enter('checking the storm');
    const afterStorm = await readEnds(pipeline.endpoints());
    const early = checkEnds(recordOf(seen), afterStorm);

    enter('replaying');
    const replayed = await replayTheRest({
      endpoints: pipeline.endpoints(),
      workers: [DISPATCH, ...afterStorm.results.keys()],
      isPoison: (worker, eventId) => isPoisonFor(worker, eventId, { accepted }),
      awaitQuiet: async () => void stillThere.push(await quietOf(seen, options)),
      calm: () => proxy.calm(),
    });

    enter('checking');
    const healed = await readEnds(pipeline.endpoints());
    const record = recordOf(seen);
    const breaches = distinct([...stillThere.flat(), ...early, ...checkHealed(record, healed)]);
    const seconds = enter('done');
    return toVerdict({ seed, tally, seconds, replayed, afterStorm, healed, breaches, record, ...proxy.counts() });
  } finally {
    await surroundings.close();
  }
}

/** Waits until nothing is on its way; what then still is breaches conservation as much as what is lost. */
async function quietOf(
  { surroundings: { pipeline, proxy } }: Seen,
  { webhooks, signal }: Pick<ChaosOptions, 'webhooks' | 'signal'>,
): Promise<readonly Breach[]> {
  const withinMs = QUIET_WITHIN_MS.least + webhooks * QUIET_WITHIN_MS.perWebhook;
  const outcome = await awaitQuiet({ endpoints: pipeline.endpoints(), proxy, signal, withinMs });
  return outcome === 'quiet' ? [] : [{ kind: 'left over', what: outcome.stillThere }];
}

/** What was lost in the storm is lost at the end as well, and is told once. */
const distinct = (breaches: readonly Breach[]) => [
  ...new Map(breaches.map((breach) => [breach.what, breach])).values(),
];

/** Enters the next phase, and tells how long each took before it. */
function createPhases(tally: Tally) {
  const seconds: Partial<Record<Phase, number>> = {};
  let since = performance.now();
  return (next: Phase): Readonly<Partial<Record<Phase, number>>> => {
    const now = performance.now();
    seconds[tally.phase] = Math.round((now - since) / 100) / 10;
    since = now;
    tally.phase = next;
    return seconds;
  };
}

interface Seen {
  readonly accepted: ReadonlyMap<string, Accepted>;
  readonly source: WebhookSource;
  readonly tally: Tally;
  readonly surroundings: Surroundings;
}

function recordOf({ accepted, source, tally, surroundings: { taken, witness } }: Seen): StormRecord {
  const environments = (tally.environmentKills['forward'] ?? 0) + tally.processKills * FORWARD.environments;
  return {
    accepted,
    paid: source.paid(),
    taken,
    entryWrites: witness.entryWrites(),
    troubledMarkers: witness.troubledMarkers(),
    diedUnderWayMax: environments * FORWARD.eventsAtOnce,
  };
}
