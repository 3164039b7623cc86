import * as v from 'valibot';
import { createInvoker } from '#shared/aws/invoker.ts';
import { eraseAnswerSchema, type EraseRequest } from '#shared/messages/erase-request.ts';
import { aboutAnswerSchema } from '#shared/messages/inspect-request.ts';
import { replayAnswerSchema, type ReplayRequest } from '#shared/messages/replay-request.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { createAskFunction } from './ask-function.ts';
import { LOCAL_STAGE } from './local-stage.ts';
import { openConfig } from './open-config.ts';
import { openLogs } from './open-logs.ts';
import { openMappings } from './open-mappings.ts';
import { openMetrics } from './open-metrics.ts';
import { openQueues } from './open-queues.ts';
import type { Pipeline } from './pipeline.ts';
import { proveCaller, proveEraser } from './prove-caller.ts';
import { reachDeployed } from './reach-deployed.ts';
import { reachLocal } from './reach-local.ts';

/**
 * One stage, ready to be asked. A run that is named is asked for with a proof of who asks.
 * @throws {CommandError} when it cannot be reached, with what to do about it
 */
export async function openPipeline({
  stage = LOCAL_STAGE,
  environment = process.env,
}: {
  readonly stage?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv;
} = {}): Promise<Pipeline> {
  const reach = stage === LOCAL_STAGE ? await reachLocal(environment) : reachDeployed(stage, environment);
  const ask = createAskFunction(reach, createInvoker());
  const about = readAnswer('inspect', aboutAnswerSchema, await ask('inspect', { about: {} }));
  const queues = openQueues(reach);
  const metrics = openMetrics(reach);
  const mappings = openMappings(reach);
  const logs = openLogs(reach);
  return {
    stage,
    about,
    inspect: (request, signal) => ask('inspect', request, signal),
    async replay(request: ReplayRequest, signal) {
      const proven = await proveCaller(request, proofOf).catch((error: unknown) => {
        throw reach.explain(error, { right: 'sts:GetCallerIdentity', policy: 'operate', about: 'yourself' });
      });
      return readAnswer('replay', replayAnswerSchema, await ask('replay', proven, signal));
    },
    async erase(request: EraseRequest, signal) {
      const proven = await proveEraser(request, proofOf).catch((error: unknown) => {
        throw reach.explain(error, { right: 'sts:GetCallerIdentity', policy: 'erase', about: 'yourself' });
      });
      return readAnswer('erase', eraseAnswerSchema, await ask('erase', proven, signal));
    },
    queues,
    metrics,
    mappings,
    logs,
    config: openConfig(reach, about.configBucket),
    close() {
      for (const part of [queues, metrics, mappings, logs]) part.close();
    },
  };
}

/** Most commands name no run, and need no client of STS. */
async function proofOf(run: string) {
  const { createCallerProof } = await import('#shared/aws/caller-proof.ts');
  return createCallerProof(run);
}

function readAnswer<Schema extends v.GenericSchema>(
  name: string,
  schema: Schema,
  answer: unknown,
): v.InferOutput<Schema> {
  const read = v.safeParse(schema, answer);
  if (read.success) return read.output;
  throw new CommandError(
    exitCode.failed,
    `What ${name} answered is not understood here: is another version of the service deployed than the one checked out?`,
    { cause: new v.ValiError(read.issues) },
  );
}
