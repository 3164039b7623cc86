import type { Server } from 'node:net';

/** Binds 127.0.0.1 and answers with the port; 0 takes any free one. Rejects with Node's EADDRINUSE for a taken port. */
export function listenOnLoopback(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', () => {
    server.off('error', reject);
    const address = server.address();
    if (address === null || typeof address === 'string') return reject(new Error('The server has no port'));
    return resolve(address.port);
  });
  return promise;
}
