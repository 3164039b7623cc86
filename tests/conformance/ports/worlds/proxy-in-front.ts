import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ProxyChanges {
  /** What is asked for instead of this path and query. */
  readonly rewrite?: (path: string) => string;
  /** The emulator has answered, and nobody is told. */
  readonly isAnswerLost?: (incoming: IncomingMessage) => boolean;
}

/** Stands between the SDK and the emulators as long as it is used. */
export async function withProxyInFront(
  emulatorsUrl: string,
  { rewrite = (path) => path, isAnswerLost = () => false }: ProxyChanges,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const proxy = createServer((incoming, outgoing) => {
    const { method, headers, url = '/' } = incoming;
    const onward = request(new URL(rewrite(url), emulatorsUrl), { method, headers }, (answer) => {
      if (isAnswerLost(incoming)) answer.on('end', () => outgoing.destroy()).resume();
      else answer.pipe(outgoing.writeHead(answer.statusCode ?? 500, answer.headers));
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  } finally {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  }
}
