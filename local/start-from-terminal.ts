// `npm start` once its modules are loaded: the packaged service, on this machine, step by step.
import { rm } from 'node:fs/promises';
import inspector from 'node:inspector';
import { join } from 'node:path';
import { checkPorts } from './check-ports.ts';
import { claimDirectory } from './claim-directory.ts';
import { removeEndpoints, writeEndpoints } from './endpoints.ts';
import { obeyParent } from './obey-parent.ts';
import { openDebugger } from './open-debugger.ts';
import { readOptions, type LocalOptions } from './options.ts';
import { packageService } from './package-service.ts';
import { sayReady } from './say-ready.ts';
import { startPipeline } from './start-pipeline.ts';
import { StartRefused } from './start-refused.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { readPackagedService } from '../template/read-packaged-service.ts';
import { say, sayProblem } from './terminal.ts';

export async function startFromTerminal(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    await start(readOptions(argv, environment));
  } catch (error) {
    sayProblem(error instanceof StartRefused ? error.message : `Local mode could not start: ${explain(error)}`);
    // Servers and threads that already run would keep the process alive.
    process.exit(1);
  }
}

async function start(options: LocalOptions): Promise<void> {
  const claim = claimDirectory(options.directory);
  await removeEndpoints(options.directory);
  const { webhooksPort, awsPort, inspectPort = 0 } = options;
  try {
    await checkPorts([
      { port: webhooksPort, use: 'webhooks', startOn: (port) => `PORT=${port} npm start` },
      { port: awsPort, use: 'the AWS emulators', startOn: (port) => `AWS_PORT=${port} npm start` },
      { port: inspectPort, use: 'the debugger', startOn: (port) => `npm start -- --inspect ${port}` },
    ]);
  } catch (error) {
    claim.undo();
    throw error;
  }
  if (options.inspectPort !== undefined) openDebugger(options.inspectPort);
  if (options.fresh) await rm(join(options.directory, 'state'), { recursive: true, force: true });

  const startedAt = performance.now();
  const packaged = options.packaged ?? (await packageHere(options));
  const packagedAt = performance.now();
  const pipeline = await startPipeline(options, await readPackagedService(packaged));

  stopOnSignal(async () => {
    // An attached debugger would hold its threads at their breakpoints, and then the end of the process.
    if (options.inspectPort !== undefined) inspector.close();
    await removeEndpoints(options.directory);
    await pipeline.close();
    claim.release();
  });

  obeyParent(pipeline);

  // Whoever waits for either of these may stop us at once.
  await writeEndpoints(options.directory, pipeline.endpoints);
  sayReady({
    ...pipeline,
    seconds: (performance.now() - packagedAt) / 1000,
    packagingSeconds: options.packaged === undefined ? (packagedAt - startedAt) / 1000 : 0,
    inspecting: options.inspectPort !== undefined,
  });
}

async function packageHere({ serviceDirectory, directory }: LocalOptions): Promise<string> {
  say('Packaging the service …');
  const output = join(directory, 'package');
  await packageService(serviceDirectory, output);
  return output;
}

function explain(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
