import { createServer } from 'node:http';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';
import type { Trouble } from '../fixtures/workers/troublesome/trouble.ts';

export interface Adviser {
  readonly url: string;
  /** When it was asked, on the clock of performance.now(). */
  readonly askedAt: readonly number[];
  [Symbol.dispose](): void;
}

/**
 * A server that tells the worker of an event `{"kind":"ask"}` what to do.
 * @param advise what to do this time; `asked` counts from 1
 */
export async function startAdviser(advise: (asked: number) => Trouble): Promise<Adviser> {
  const askedAt: number[] = [];
  const server = createServer((_request, response) => {
    askedAt.push(performance.now());
    response.end(JSON.stringify(advise(askedAt.length)));
  });
  const url = `http://127.0.0.1:${await listenOnLoopback(server, 0)}/`;
  return {
    url,
    askedAt,
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
