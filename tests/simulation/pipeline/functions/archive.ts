import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { archiveEvent } from '../../../../functions/workers/archive/archive-event.ts';
import { createWorkerEdge } from '../../../../functions/workers/worker-edge.ts';
import type { FunctionBuild } from '../function-build.ts';
import { workerPortsOf } from '../worker-ports-of.ts';

/** As functions/workers/archive/handler.ts. */
export const archive: FunctionBuild<SQSEvent, SQSBatchResponse> = (start) =>
  createWorkerEdge({ ...workerPortsOf('archive', start), worker: archiveEvent, toLine: (_, line) => line });
