import type { Clock } from '#shared/ports.ts';
import { fitColumns } from './fit-columns.ts';
import type { Progress } from './terminal.ts';

/** In a log nobody watches: enough to see that it lives. */
const LINE_EVERY_MS = 10_000;
const COLUMNS = 80;
const CLEAR = '\r\u001B[2K';

type Stream = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

export function createProgress(stream: Stream, clock: Pick<Clock, 'now'>): Progress {
  let lastMs = -Infinity;
  let isShown = false;
  return {
    show(line) {
      if (stream.isTTY) {
        stream.write(CLEAR + fitColumns(line, (stream.columns || COLUMNS) - 1).trimEnd());
        isShown = true;
        return;
      }
      const nowMs = clock.now().getTime();
      if (nowMs - lastMs < LINE_EVERY_MS) return;
      lastMs = nowMs;
      stream.write(`${line}\n`);
    },
    end() {
      if (isShown) stream.write(CLEAR);
      isShown = false;
    },
  };
}
