import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What becomes of a connection: it is led on, or it is never answered, or it is cut. */
export type LineState = 'through' | 'silent' | 'cut';

export interface QueueLine {
  readonly url: string;
  /** Counts for connections that stand already, too. */
  become(state: LineState): void;
  /** Where connections are led to. */
  leadTo(url: string): void;
  close(): Promise<void>;
}

/** A real line on this machine to a queue that can be away, as a network or SQS would be. */
export async function startQueueLine(): Promise<QueueLine> {
  let state: LineState = 'through';
  let port = 0;
  const open = new Set<Socket>();
  const server = createServer((incoming) => {
    open.add(incoming);
    // Whoever was left without an answer hangs up, and whoever is cut off sees that as well.
    incoming.once('close', () => open.delete(incoming)).on('error', () => undefined);
    if (state === 'cut') incoming.destroy();
    if (state !== 'through') return;
    const outgoing = connect(port, '127.0.0.1').on('error', () => incoming.destroy());
    outgoing.pipe(incoming).pipe(outgoing);
    incoming.once('close', () => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const hangUp = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    become(next) {
      state = next;
      hangUp();
    },
    leadTo(url) {
      port = Number(new URL(url).port);
    },
    async close() {
      hangUp();
      server.close();
      await once(server, 'close');
    },
  };
}
