// The real time, randomness and ids: what handlers pass to steps.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock, Ids, Random } from '../ports.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  sleep,
};

/**
 * Ends early with the signal's own reason: the one of node:timers/promises makes an error with its stack for each, and a webhook
 * ends two of them.
 */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}

export const systemRandom: Random = { fraction: Math.random };

export const systemIds: Ids = {
  unique: () => `${Date.now().toString(16).padStart(12, '0')}${randomUUID().replaceAll('-', '').slice(0, 20)}`,
  traceparent: () => `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
};
