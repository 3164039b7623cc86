import type { Tally } from './tally.ts';

const REDRAW_EVERY_MS = 200;
const CLEAR_LINE = '\r\u001B[2K';

export interface Progress {
  show(tally: Tally): void;
  /** Takes the line away, so that something else can be written. */
  clear(): void;
}

/** One line that is drawn over itself, on a terminal only. */
export function createProgress(
  stream: { readonly isTTY?: boolean; write(text: string): unknown },
  { count, nowMs }: { readonly count: number; readonly nowMs: () => number },
): Progress {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  const startedAtMs = nowMs();
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  return {
    show({ runs, posted, breached }) {
      const now = nowMs();
      if (now - drawnAtMs < REDRAW_EVERY_MS) return;
      drawnAtMs = now;
      const perSecond = Math.round((posted * 1000) / Math.max(1, now - startedAtMs));
      stream.write(`${CLEAR_LINE}${runs} of ${count} seeds, ${perSecond} webhooks per second, ${breached} breached`);
    },
    clear: () => void stream.write(CLEAR_LINE),
  };
}
