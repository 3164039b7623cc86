import { createHash } from 'node:crypto';
import { startDestinationServer, type DestinationServer } from '../../support/destination-server.ts';
import { putDestination } from '../../support/put-destination.ts';
import { createWitness, type Witness } from '../conservation/witness.ts';
import { drawFault } from '../proxy/draw-fault.ts';
import { startFaultProxy, type FaultProxy } from '../proxy/start-fault-proxy.ts';
import { createEnvironmentKiller, type EnvironmentKiller } from './environment-killer.ts';
import type { KillPlan } from './plan-kills.ts';
import { refuseSomeOnce, webhookIdOf } from './refuse-some-once.ts';
import { startMortalPipeline, type MortalPipeline } from './start-mortal-pipeline.ts';
import type { Tally } from './tally.ts';

export interface SurroundingsOptions {
  readonly seed: number;
  readonly speed: number;
  readonly packaged: string;
  readonly directory: string;
  readonly plan: KillPlan;
  readonly tally: Tally;
}

export interface Surroundings {
  readonly pipeline: MortalPipeline;
  readonly proxy: FaultProxy;
  readonly killer: EnvironmentKiller;
  readonly witness: Witness;
  /** Event id → of the posts that the destination took: the hash of the body of each. */
  readonly taken: ReadonlyMap<string, readonly string[]>;
  close(): Promise<void>;
}

/** Functions ask AWS through the proxy and post to the destination. Event sources poll directly: on AWS they are Lambda's. */
export async function startSurroundings(options: SurroundingsOptions): Promise<Surroundings> {
  const { seed, tally, plan } = options;
  const witness = createWitness();
  const killer = createEnvironmentKiller({ plan, tally });
  const started: { close(): Promise<void> }[] = [];
  const close = async () => {
    for (const one of started.toReversed()) await one.close();
  };
  try {
    const destination = await startDestinationServer();
    started.push(destination);
    const proxy = await startFaultProxy({
      faultOf: (operation, n) => drawFault(seed, operation, n),
      onCall(call) {
        witness.onCall(call);
        killer.onRequest();
      },
    });
    started.push(proxy);
    const pipeline = await startMortalPipeline({
      ...options,
      functionsAwsUrl: proxy.url,
      onStarted: ({ aws }) => proxy.leadTo(aws),
      onGone: () => proxy.leadTo(undefined),
    });
    started.push({ close: () => pipeline.stop() });
    await putDestination(pipeline.endpoints(), destination.url);
    killer.begin(pipeline);
    return { pipeline, proxy, killer, witness, taken: keepTaken(destination), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function keepTaken(destination: DestinationServer): ReadonlyMap<string, readonly string[]> {
  const taken = new Map<string, string[]>();
  refuseSomeOnce(destination, (post) => {
    const id = webhookIdOf(post);
    const hash = createHash('sha256').update(post.body).digest('hex');
    taken.set(id, [...(taken.get(id) ?? []), hash]);
  });
  return taken;
}
