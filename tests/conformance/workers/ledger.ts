import { createRecordMovements } from '../../../functions/workers/ledger/record-movements.ts';
import { fixedClock, memoryObjects } from '../../support/ports.ts';
import type { WorkerCase } from './worker-case.ts';

export const workerCase: WorkerCase = {
  open() {
    const bucket = memoryObjects();
    const clock = fixedClock('2026-01-02T03:05:00.000Z');
    return {
      worker: createRecordMovements({ entries: bucket, prefix: 'ledger/entries/', clock }),
      effects: () => [...bucket.stored].map(([key, { bytes }]) => [key, bytes.toString('utf8')]),
    };
  },
};
