import { connect } from 'node:net';
import { nothingRuns } from './read-endpoints.ts';

const CONNECT_MS_MAX = 1000;

/**
 * endpoints.json outlives a kill -9, so only an open port counts.
 * @throws {CommandError} when nothing listens at this URL
 */
export function checkRunning(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), timeout: CONNECT_MS_MAX });
  socket.once('connect', resolve);
  for (const sign of ['timeout', 'error']) socket.once(sign, () => reject(nothingRuns()));
  return promise.finally(() => socket.destroy());
}
