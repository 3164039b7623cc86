import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createRecordMovements } from '../../../../functions/workers/ledger/record-movements.ts';
import { createWorkerEdge } from '../../../../functions/workers/worker-edge.ts';
import type { FunctionBuild } from '../function-build.ts';
import { workerPortsOf } from '../worker-ports-of.ts';

/** As functions/workers/ledger/handler.ts. */
export const ledger: FunctionBuild<SQSEvent, SQSBatchResponse> = (start) => {
  const ports = workerPortsOf('ledger', start);
  const { results: entries, clock } = ports;
  const worker = createRecordMovements({ entries, prefix: `${ports.prefix}entries/`, clock });
  return createWorkerEdge({ ...ports, worker });
};
