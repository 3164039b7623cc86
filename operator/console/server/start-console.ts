import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import type { Clock, Ids } from '#shared/ports.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { PORT_MAX } from '../port-number.ts';
import type { AppFiles } from './app-files.ts';
import { createConsole } from './create-console.ts';
import { createRecall } from './recall.ts';
import { openTabKey, type TabKey } from './rejoin/tab-key.ts';
import { createRunsUnderWay } from './runs-under-way.ts';
import { createStage } from './stage.ts';

const HOST = '127.0.0.1';
const TOKEN_BYTES = 24;
/** More consoles than that on one machine are a mistake. */
const PORTS_TRIED_MAX = 20;

export interface ConsoleSettings {
  readonly openPipeline: () => Promise<Pipeline>;
  readonly files: AppFiles;
  /** 0 takes any free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'unique'>;
  readonly tell: (line: string) => void;
  /** Left out: tabs of this start ask for the address of the next one. */
  readonly keep?: { readonly directory: string; readonly stage: string; readonly kept: 'again' | 'new' };
}

export interface RunningConsole {
  /** With the token in its fragment, which browsers send to nobody. */
  readonly url: string;
  readonly port: number;
  /** Runs that are under way stay as they are. @returns their names */
  stop(): Promise<readonly string[]>;
}

export async function startConsole(settings: ConsoleSettings): Promise<RunningConsole> {
  const { openPipeline, files, clock, ids, tell, keep } = settings;
  // A fresh one, so that an address of an earlier start opens nothing.
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const ending = new AbortController();
  const stage = createStage(openPipeline);
  const answers = createRecall<object>(clock);
  const counts = createRecall<number>(clock);
  const onChange = () => {
    answers.forget();
    counts.forget();
  };
  const runs = createRunsUnderWay({ stage, clock, signal: ending.signal, onChange });
  let port = settings.port;
  // No request comes before the port is known, and the key with it.
  let tabKey: TabKey | undefined;
  const openKey = () => openTabKey({ stage: '', kept: 'new', ...keep, port, clock, tell });
  const app = createConsole({
    stage,
    runs,
    answers,
    counts,
    files,
    token,
    clock,
    ids,
    tell,
    tabKey: () => (tabKey ??= openKey()),
    port: () => port,
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  port = await listen(server, settings.port, tell);
  tabKey ??= openKey();
  return {
    url: `http://${HOST}:${port}/#token=${token}`,
    port,
    async stop() {
      const left = runs.underWay();
      ending.abort();
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
      await stage.close();
      return left;
    },
  };
}

/** The port that was asked for, or the next free one behind it. */
async function listen(server: ServerType, asked: number, tell: (line: string) => void): Promise<number> {
  // There is no next one behind `any`.
  const until = asked === 0 ? 1 : Math.min(asked + PORTS_TRIED_MAX, PORT_MAX + 1);
  for (let port = asked; port < until; port += 1) {
    const listening = once(server, 'listening');
    server.listen(port, HOST);
    try {
      // oxlint-disable-next-line no-await-in-loop -- the next is tried only when this one is taken
      await listening;
      if (port !== asked) tell(`Port ${asked} is taken: this is on ${port}.`);
      return portOf(server.address());
    } catch (error) {
      if (!hasCode(error, 'EADDRINUSE')) throw whyNotHere(error, port);
    }
  }
  const tried = until - asked === 1 ? `The port ${asked} is taken` : `The ports ${asked} to ${until - 1} are all taken`;
  throw new CommandError(exitCode.failed, `${tried}: choose another with --port, or --port 0 for any free one.`);
}

const whyNotHere = (error: unknown, port: number): unknown =>
  hasCode(error, 'EACCES')
    ? new CommandError(
        exitCode.failed,
        `You may not listen on port ${port}: choose one above 1023 with --port, or --port 0 for any free one.`,
        { cause: error },
      )
    : error;

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('A server on an address has a port');
  return address.port;
}

const hasCode = (error: unknown, code: string) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
