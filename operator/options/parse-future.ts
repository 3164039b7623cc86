import { InvalidArgumentError } from '@commander-js/extra-typings';
import { parseInstant, spanMs } from './parse-instant.ts';

/** An instant as for `--since`, but a span is from now on: `24h` is this time tomorrow. */
export function parseFuture(text: string, now: Date): string {
  const inMs = spanMs(text.trim());
  if (inMs !== undefined) return new Date(now.getTime() + inMs).toISOString();
  try {
    return parseInstant(text, now);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new InvalidArgumentError(
      'It must be an instant (2026-01-31T08:00Z) or how long from now (90s, 15m, 24h, 3d).',
    );
  }
}

/** How long something takes, in milliseconds. */
export function parseSpan(text: string): number {
  const ms = spanMs(text.trim());
  if (ms !== undefined) return ms;
  throw new InvalidArgumentError('It must be how long: 90s, 15m, 24h, 3d.');
}
