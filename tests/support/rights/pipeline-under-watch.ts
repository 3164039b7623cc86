import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { createClients } from '../emulator-clients.ts';
import { invokeFunction } from '../invoke-function.ts';
import { localDeadLetters } from '../local-dead-letters.ts';
import { localObjects } from '../local-objects.ts';
import { startPipeline, type PipelineOptions } from '../local-pipeline.ts';
import { runHooks } from '../run-hooks.ts';
import { readCalls } from './read-calls.ts';

const LOOK_EVERY_MS = 20;
const LOOKED_MS_MAX = 60_000;

/** A running pipeline that records what its functions and operators ask of AWS. */
export async function watchPipeline({ localDir, env, ...options }: PipelineOptions & { readonly localDir: string }) {
  const file = join(localDir, `calls-${randomUUID()}.jsonl`);
  const pipeline = await startPipeline({ ...options, localDir, env: { ...env, LOCAL_RECORD_CALLS: file } });
  const { endpoints } = pipeline;
  const aws = createClients(endpoints.aws);
  const calls = () => readCalls(file);
  const hasCalled = (principal: string, action: string, resource = '') =>
    calls().some((call) => call.principal === principal && call.action === action && call.resource.includes(resource));
  const hooksEnding = async (expected: number, args: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await runHooks(localDir, args);
    if (exitCode !== expected) throw new Error(`hooks ${args.join(' ')} ended with ${exitCode}: ${stderr}${stdout}`);
    return stdout;
  };
  return {
    endpoints,
    localDir,
    calls,
    hasCalled,
    deadLetters: localDeadLetters(endpoints),
    config: localObjects(endpoints, 'ConfigBucket'),
    results: localObjects(endpoints, 'ResultsBucket'),
    /** Resolves once somebody has asked for it. */
    awaitCall: (principal: string, action: string, resource = '') =>
      until(`${principal} ${action} ${resource}`, () => hasCalled(principal, action, resource)),
    /** @param queue its name without service and stage */
    async send(queue: string, body: string, attributes: Readonly<Record<string, string>> = {}) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      );
      const QueueUrl = endpoints.queues[`webhook-pipeline-local-${queue}`];
      await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body, MessageAttributes }));
    },
    invoke: (name: string, event: unknown) => invokeFunction(endpoints, name, event),
    hooks: (...args: readonly string[]) => hooksEnding(0, args),
    hooksEnding,
    output: pipeline.output,
    async stop() {
      for (const client of Object.values(aws)) client.destroy();
      await pipeline.stop();
    },
  };
}

export type WatchedPipeline = Awaited<ReturnType<typeof watchPipeline>>;

export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + LOOKED_MS_MAX;
  // oxlint-disable-next-line no-await-in-loop -- looks again and again
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`It has not come to this: ${what}`);
    // oxlint-disable-next-line no-await-in-loop -- looks again and again
    await sleep(LOOK_EVERY_MS);
  }
}
