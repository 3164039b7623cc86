import { once } from 'node:events';
import { createServer } from 'node:http';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';

export interface Destination {
  readonly url: string;
  close(): Promise<void>;
}

/** Where forward posts to: takes everything at once. */
export async function startDestination(): Promise<Destination> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(204).end());
  });
  server.keepAliveTimeout = 75_000;
  const port = await listenOnLoopback(server, 0);
  return {
    url: `http://127.0.0.1:${port}/events`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
