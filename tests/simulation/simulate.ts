import type { Answered, Happening, History, Invoked } from './history.ts';
import { startDeployers } from './actors/deployers.ts';
import { startOperators } from './actors/operators.ts';
import { planWebhooks, type WebhookPlan } from './actors/plan-webhooks.ts';
import { createSender, type Sender } from './actors/sender.ts';
import { watchDurability } from './actors/watch-durability.ts';
import { drain } from './drain.ts';
import { endingsOf } from './invariants/endings.ts';
import { invariants } from './invariants/index.ts';
import { openWorld, type OpenWorld } from './open-world.ts';
import type { PipelineParts } from './pipeline/parts.ts';
import { startPipeline, type SimulatedPipeline } from './pipeline/pipeline.ts';
import type { Topology } from './pipeline/topology.ts';
import type { Scenario } from './scenario.ts';
import type { Simulate, Verdict } from './verdict.ts';
import type { Environment } from './world/world.ts';

/** How long everything may go wrong. */
const TROUBLED_MS = 30 * 60_000;
/** Senders post in bursts, so that batches fill as they do under load; the fewer there are, the fuller they get. */
const BURSTS = [1, 2, 4, 8, 16, 24] as const;
const BURST_MS = 4000;

/** Runs scenarios against what this template deploys, put together from these parts. */
export function createSimulate(topology: Topology, parts: PipelineParts): Simulate {
  return async (scenario) => {
    const open = openWorld(scenario, topology);
    try {
      return await simulate(scenario, { open, topology, parts });
    } finally {
      open.close();
    }
  };
}

interface Run {
  readonly open: OpenWorld;
  readonly topology: Topology;
  readonly parts: PipelineParts;
}

async function simulate(scenario: Scenario, { open, topology, parts }: Run): Promise<Verdict> {
  const { world } = open;
  const { scheduler, troubles } = world;
  const startMs = scheduler.nowMs();
  const invocations: Invoked[] = [];
  const answers: Answered[] = [];
  const cutOff = new Map<Environment, number>();
  const pipeline = startPipeline({
    world,
    topology,
    parts,
    onInvoked(invoked, environment) {
      invocations.push(invoked);
      const isCutOff = invoked.ending === 'timed-out' || invoked.ending === 'died';
      if (isCutOff) cutOff.set(environment, invoked.startedAtMs);
    },
  });
  const sender = createSender({
    world,
    ingest: pipeline.ingest,
    isDurable: watchDurability(world),
    onAnswer: (answered) => void answers.push(answered),
  });
  const random = troubles.random('senders');
  const plan = planWebhooks({ deliveries: scenario.deliveries, startMs, random, troubles, topology });
  tellInBursts(plan, sender, open);

  const names = ['dispatch', ...topology.workers];
  const operators = startOperators({ world, pipeline, workers: names });
  const deployers = startDeployers(world, pipeline, topology.workers);
  await scheduler.run(() => false, startMs + TROUBLED_MS);
  troubles.end();
  operators.stop();
  deployers.finish();

  const isQuiet = () => sender.isDone() && operators.isDone() && pipeline.isQuiet();
  const ended = await drain({ world, pipeline, workers: names, isQuiet });
  const history: History = {
    world,
    happenings: plan.happenings,
    answers,
    invocations,
    cutOff,
    paid: paidBy(plan),
    ended,
  };
  return verdictOf(scenario, history, { open, sender, startMs, pipeline });
}

/** The bursts lie in the first two thirds of the troubled time: what follows them is troubled, too. */
function tellInBursts({ webhooks }: WebhookPlan, sender: Sender, { world: { scheduler, troubles } }: OpenWorld): void {
  const random = troubles.random('senders');
  const bursts = BURSTS[Math.floor(random.fraction() * BURSTS.length)] ?? 1;
  const starts = Array.from({ length: bursts }, () => random.fraction() * TROUBLED_MS * (2 / 3));
  for (const webhook of webhooks) {
    const startMs = starts[Math.floor(random.fraction() * bursts)] ?? 0;
    scheduler.after(startMs + random.fraction() * BURST_MS, () => sender.tell(webhook));
  }
}

/** What at least one accepted webhook told of. */
function paidBy({ payments }: WebhookPlan): Readonly<Record<string, bigint>> {
  const paid: Record<string, bigint> = {};
  for (const { currency, amountMinor, toldBy } of payments) {
    if (!toldBy.some(({ accepted }: Happening) => accepted)) continue;
    paid[currency] = (paid[currency] ?? 0n) + amountMinor;
  }
  return paid;
}

interface Ended {
  readonly open: OpenWorld;
  readonly sender: Sender;
  readonly pipeline: SimulatedPipeline;
  readonly startMs: number;
}

function verdictOf(scenario: Scenario, history: History, { open, sender, startMs }: Ended): Verdict {
  const { world } = open;
  const endings = endingsOf(history);
  const letters = [...endings.deadLetters.values()];
  return {
    scenario,
    breaches: invariants.flatMap((invariant) =>
      invariant.check(history).map((sentence) => ({ invariant: invariant.name, sentence })),
    ),
    webhooks: { posted: sender.posted(), accepted: history.answers.length },
    events: endings.eventIds.size,
    results: [...endings.results.values()].reduce((sum, ids) => sum + ids.size, 0),
    deadLetters: letters.length,
    replayed: letters.reduce((sum, { replays }) => sum + replays, 0),
    calls: world.calls(),
    troubles: Object.fromEntries(world.troubles.made),
    virtualSeconds: (world.scheduler.nowMs() - startMs) / 1000,
    digest: world.digest(),
  };
}
