import type { Row } from './row.ts';
import { billedCallsRow } from './rows/billed-calls/billed-calls-row.ts';
import { endToEndRow } from './rows/end-to-end/end-to-end-row.ts';
import { initRow } from './rows/init/init-row.ts';
import { memoryRow } from './rows/memory/memory-row.ts';
import { replayRow } from './rows/replay/replay-row.ts';
import { simulateRow } from './rows/simulate/simulate-row.ts';
import { verifyRow } from './rows/verify/verify-row.ts';
import { warmRow } from './rows/warm/warm-row.ts';

/** In the order in which a webhook meets what they measure. */
export const rows: readonly Row[] = [
  verifyRow,
  initRow,
  warmRow,
  billedCallsRow,
  endToEndRow,
  replayRow,
  simulateRow,
  memoryRow,
];
