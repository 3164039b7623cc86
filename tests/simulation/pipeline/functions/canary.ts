import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { canary as noteCanary } from '../../../../functions/workers/canary/canary.ts';
import { createWorkerEdge } from '../../../../functions/workers/worker-edge.ts';
import type { FunctionBuild } from '../function-build.ts';
import { workerPortsOf } from '../worker-ports-of.ts';

/** As functions/workers/canary/handler.ts. */
export const canary: FunctionBuild<SQSEvent, SQSBatchResponse> = (start) =>
  createWorkerEdge({ ...workerPortsOf('canary', start), worker: noteCanary });
