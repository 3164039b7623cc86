import { describeSeconds } from '../../components/describe-seconds.ts';

/** How long after the request: `+ 84 ms`, `+ 5 min`. */
export function describeOffset(from: string, at: string): string {
  const ms = Date.parse(at) - Date.parse(from);
  if (Math.abs(ms) < 1000) return `+ ${ms} ms`;
  return ms < 60_000 ? `+ ${(ms / 1000).toFixed(1)} s` : `+ ${describeSeconds(ms / 1000)}`;
}
