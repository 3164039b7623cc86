// Everything that runs: emulators, their resources, the functions, the HTTP API and the event source mappings.
import { join } from 'node:path';
import { createLambdaEndpoint } from './answer-lambda.ts';
import { startEmulators } from './emulators/start-emulators.ts';
import type { Endpoints } from './endpoints.ts';
import { startMappings, type Mappings } from './event-sources/start-mappings.ts';
import { describeFunctions } from './functions/describe-functions.ts';
import { explainLoadFailure } from './functions/explain-load-failure.ts';
import { measureFunctions } from './functions/measure-functions.ts';
import { createSayLine } from './functions/say-line.ts';
import { startFunctions, type Functions } from './functions/start-functions.ts';
import { createRequestAnswerer, type RequestAnswerer } from './http-api/answer-request.ts';
import { routesOf } from './http-api/routes-of.ts';
import { startHttpApi } from './http-api/start-http-api.ts';
import { createAccessControl } from './iam/access-control.ts';
import type { LocalOptions } from './options.ts';
import { publishConfiguration } from './publish-configuration.ts';
import { createResources } from './resources/create-resources.ts';
import { createEmulatorClients } from './resources/emulator-clients.ts';
import { schedulesOf } from './schedules/schedules-of.ts';
import { startSchedules } from './schedules/start-schedules.ts';
import { createResolver } from '../template/create-resolver.ts';
import type { PackagedService } from '../template/read-packaged-service.ts';
import { readPipeline } from './template/read-pipeline.ts';
import { resourcesToCreate } from './template/resource-types.ts';
import { say, sayFor, sayProblem } from './terminal.ts';

export interface RunningPipeline {
  readonly endpoints: Endpoints;
  readonly leftOvers: readonly string[];
  /** Short names of the functions that an operator has paused, at an earlier start. */
  readonly paused: readonly string[];
  /** Ends a function's environment as a machine that dies would; see Functions. */
  killEnvironment(draw: number): string | undefined;
  close(): Promise<void>;
}

const accountId = '000000000000';
const answerSecondsMax = 30;
// Batches that are under way when everything stops get this long; the rest is given again at the next start.
const stopGraceMs = 3000;

export async function startPipeline(options: LocalOptions, packaged: PackagedService): Promise<RunningPipeline> {
  const { directory, serviceDirectory, speed, invocationsFile } = options;
  const { region, stackName, template } = packaged;
  const debugging = options.inspectPort !== undefined;
  const stateDirectory = join(directory, 'state');

  const control = createAccessControl({ packaged, accountId, callsFile: options.callsFile, log: sayProblem });

  // Both listen before anything else stands, because the resources' names contain their URLs.
  const starting = Promise.withResolvers<Functions>();
  const mapping = Promise.withResolvers<Mappings>();
  const answering = Promise.withResolvers<RequestAnswerer>();
  const emulators = await startEmulators({
    directory: stateDirectory,
    port: options.awsPort,
    speed,
    region,
    accountId,
    guard: control.guard,
    answerLambda: createLambdaEndpoint({
      functions: starting.promise,
      mappings: mapping.promise,
      guard: control.guard,
      region,
      accountId,
    }),
  });
  const httpApi = await startHttpApi(options.webhooksPort, answering.promise, (line) => sayFor('http-api', line));

  const awsUrl = options.functionsAwsUrl ?? emulators.url;
  const surroundings = { accountId, region, stackName, awsUrl, webhooksUrl: httpApi.url };
  const resolver = createResolver(template, surroundings);
  const pipeline = readPipeline(resourcesToCreate(template, resolver.isTrue), resolver);
  const clients = createEmulatorClients(emulators.url, region);
  const created = await createResources(clients, pipeline);

  const described = describeFunctions(pipeline, packaged.shortNames, { region, accountId });
  const sayLine = createSayLine((line) => emulators.takeMetrics(line));
  const started = await startFunctions({
    functions: described,
    serviceDirectory,
    outputDirectory: join(directory, 'build'),
    // Beside what was packaged by hand to be started more than once. A debugger looks for them where they are built.
    keptIn: debugging || options.packaged === undefined ? undefined : join(options.packaged, 'bundles'),
    esbuild: packaged.esbuild,
    awsUrl,
    region,
    enforceTimeouts: !debugging,
    writeLog({ shortName, name }, line, requestId) {
      sayLine(shortName, line);
      emulators.appendLog({ functionName: name, requestId, line });
    },
    onRebuilt: (shortNames) => say(`New code for ${shortNames.join(', ')}`),
    onBuildFailed: (messages) => sayProblem(`${messages}\nThe code from before this edit stays in use.`),
    onLoadFailed: (shortName, reason) => sayProblem(explainLoadFailure(shortName, reason)),
  });
  const functions = measureFunctions(started, (...counted) => emulators.countOfFunction(...counted), invocationsFile);
  starting.resolve(functions);

  const configuration = await publishConfigurationFiles();
  const schedules = startSchedules({
    schedules: schedulesOf(pipeline, { accountId, region }),
    functions,
    speed,
    log: sayFor,
  });
  const mappings = startMappings({
    mappings: pipeline.mappings,
    mayPoll: control.mayPoll,
    queues: emulators.queues,
    switches: emulators.mappingSwitches,
    functions,
    region,
    speed,
    log: sayFor,
  });
  mapping.resolve(mappings);
  const answerer = {
    routes: routesOf(pipeline),
    accountId,
    answerSecondsMax: debugging ? Number.POSITIVE_INFINITY : answerSecondsMax,
    invoke: functions.invoke,
  };
  answering.resolve(createRequestAnswerer(answerer));

  const endpoints: Endpoints = {
    pid: process.pid,
    webhooks: httpApi.url,
    aws: emulators.url,
    lambda: emulators.url,
    region,
    functions: Object.fromEntries(described.map(({ shortName, name }) => [shortName, name])),
    environment: Object.fromEntries(described.map(({ shortName, variables }) => [shortName, variables])),
    queues: Object.fromEntries(created.queues),
    topics: Object.fromEntries(created.topics),
    buckets: Object.fromEntries(pipeline.buckets.map(({ logicalId, name }) => [logicalId, name])),
    tables: Object.fromEntries(pipeline.tables.map(({ logicalId, name }) => [logicalId, name])),
    workers: packaged.workers,
  };

  async function publishConfigurationFiles() {
    const bucket = pipeline.buckets.find(({ logicalId }) => logicalId === 'ConfigBucket')?.name;
    if (bucket === undefined) return undefined;
    const reading = (variables: Readonly<Record<string, string>>) => Object.values(variables).includes(bucket);
    const onPublished = () => functions.recycle(({ variables }) => reading(variables));
    return publishConfiguration({ serviceDirectory, stateDirectory, bucket, s3: clients.s3, say, onPublished });
  }

  return {
    endpoints,
    leftOvers: created.leftOvers,
    paused: mappings.list().flatMap(({ state, shortName }) => (state === 'Disabled' ? [shortName] : [])),
    killEnvironment: (draw) => functions.killEnvironment(draw),
    async close() {
      configuration?.close();
      await httpApi.close();
      const impatience = AbortSignal.timeout(stopGraceMs);
      const ended = Promise.all([schedules.close(), mappings.close()]);
      await Promise.race([ended, new Promise((resolve) => impatience.addEventListener('abort', resolve))]);
      await functions.close();
      clients.close();
      await emulators.close();
    },
  };
}
