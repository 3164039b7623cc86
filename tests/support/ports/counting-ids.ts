import type { Ids } from '#shared/ports.ts';

export const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

export function countingIds(): Ids {
  let count = 0;
  return {
    unique: () => String((count += 1)).padStart(32, '0'),
    traceparent: () => TRACEPARENT,
  };
}
