import { archiveEvent } from '../../../functions/workers/archive/archive-event.ts';
import type { WorkerCase } from './worker-case.ts';

export const workerCase: WorkerCase = {
  open: () => ({ worker: archiveEvent, toLine: (_, line) => line, effects: () => [] }),
};
