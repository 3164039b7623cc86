import type { Random } from '#shared/ports.ts';
import type { KillPlan } from './plan-kills.ts';
import { sendWebhooks, type Accepted } from './send-webhooks.ts';
import type { MortalPipeline } from './start-mortal-pipeline.ts';
import type { Tally } from './tally.ts';
import type { WebhookSource } from './webhook-source.ts';

export interface StormPorts {
  readonly source: WebhookSource;
  readonly pipeline: MortalPipeline;
  readonly plan: KillPlan;
  readonly tally: Tally;
  readonly random: Random;
  readonly signal: AbortSignal;
}

/** All webhooks are posted while the process dies under them; senders wait for its restart as for any outage. */
export async function braveStorm(ports: StormPorts): Promise<ReadonlyMap<string, Accepted>> {
  const { source, pipeline, plan, tally, random, signal } = ports;
  let restarting: Promise<void> | undefined;
  const restart = async () => {
    tally.processKills += 1;
    await pipeline.killAndRestart();
    restarting = undefined;
  };
  const accepted = await sendWebhooks(source, {
    random,
    signal,
    async webhooksUrl() {
      await restarting;
      return pipeline.endpoints().webhooks;
    },
    onPosted(answer) {
      tally.posted += 1;
      if (answer === 'broken') tally.broken += 1;
      else if (answer.deliveryId === undefined) tally.askedToComeAgain += 1;
    },
    onAccepted() {
      tally.accepted += 1;
      if (restarting === undefined && plan.isProcessDue(tally.accepted)) restarting = restart();
    },
  });
  await restarting;
  return accepted;
}
