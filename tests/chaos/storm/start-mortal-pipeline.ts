import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoints } from '../../../local/endpoints.ts';
import type { EnvironmentKilled, KillEnvironment } from '../../../local/obey-parent.ts';
import { childEnvironment } from '../../support/child-environment.ts';
import { ChaosFailed } from './chaos-failed.ts';

const LOOK_EVERY_MS = 20;
/** A start takes two seconds, and much longer where other programs want the machine as well. */
const START_WITHIN_MS = 60_000;
const LOG_SHOWN_CHARACTERS = 2000;

export interface MortalPipelineOptions {
  /** State, endpoints.json and the log. */
  readonly directory: string;
  /** What `sls package` wrote. */
  readonly packaged: string;
  /** Where its functions find AWS. */
  readonly functionsAwsUrl: string;
  readonly speed: number;
  /** It stands; told after every start. */
  readonly onStarted: (endpoints: Endpoints) => void;
  readonly onGone: () => void;
}

export interface MortalPipeline {
  /** Those of the latest start. */
  endpoints(): Endpoints;
  /** Ends it as a power cut would, and starts it again on what is left. */
  killAndRestart(): Promise<void>;
  /** Ends one function environment. @returns its function, if one lived */
  killEnvironment(draw: number): Promise<string | undefined>;
  stop(): Promise<void>;
}

/** Local mode as a child process, as `npm start` would run it on free ports. */
export async function startMortalPipeline(options: MortalPipelineOptions): Promise<MortalPipeline> {
  let running = await start(options);
  let isStopping = false;

  const end = async (signal: NodeJS.Signals) => {
    const { child } = running;
    options.onGone();
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };

  return {
    endpoints: () => running.endpoints,
    async killAndRestart() {
      await end('SIGKILL');
      if (!isStopping) running = await start(options);
    },
    async killEnvironment(draw) {
      const { child } = running;
      if (!child.connected) return undefined;
      child.send({ kill: 'environment', draw } satisfies KillEnvironment);
      const answer = await answerOf(child);
      return answer?.killed;
    },
    async stop() {
      isStopping = true;
      await end('SIGTERM');
    },
  };
}

/** One order is under way at a time, so the next message is its answer; a process that has died gives none. */
async function answerOf(child: ChildProcess): Promise<EnvironmentKilled | undefined> {
  const { promise, resolve: settle } = Promise.withResolvers<EnvironmentKilled | undefined>();
  const onMessage = (message: unknown) => settle(message as EnvironmentKilled);
  const onExit = () => settle(undefined);
  child.once('message', onMessage).once('exit', onExit);
  const answer = await promise;
  child.off('message', onMessage).off('exit', onExit);
  return answer;
}

interface Running {
  readonly child: ChildProcess;
  readonly endpoints: Endpoints;
}

async function start({
  directory,
  packaged,
  functionsAwsUrl,
  speed,
  onStarted,
}: MortalPipelineOptions): Promise<Running> {
  const logFile = join(directory, 'pipeline.log');
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [resolve('local/start.ts'), '--packaged', packaged, '--speed', String(speed)], {
    env: {
      ...childEnvironment(),
      PORT: '0',
      AWS_PORT: '0',
      LOCAL_DIR: directory,
      FUNCTIONS_AWS_URL: functionsAwsUrl,
    },
    // Ctrl-C at a terminal goes to everything in its group; the children are stopped in order, and by us.
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const endpoints = await readyEndpoints(child, { directory, logFile });
  onStarted(endpoints);
  return { child, endpoints };
}

/** The file is written when everything stands; one of an earlier start names another process. */
async function readyEndpoints(child: ChildProcess, { directory, logFile }: { directory: string; logFile: string }) {
  const file = join(directory, 'endpoints.json');
  const deadline = performance.now() + START_WITHIN_MS;
  while (child.exitCode === null && child.signalCode === null && performance.now() < deadline) {
    if (existsSync(file)) {
      const endpoints = JSON.parse(readFileSync(file, 'utf8')) as Endpoints;
      if (endpoints.pid === child.pid) return endpoints;
    }
    await sleep(LOOK_EVERY_MS);
  }
  child.kill('SIGKILL');
  const said = readFileSync(logFile, 'utf8').slice(-LOG_SHOWN_CHARACTERS);
  throw new ChaosFailed(`The pipeline does not start; the end of ${logFile}:\n${said}`);
}
