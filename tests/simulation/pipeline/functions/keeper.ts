import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createDeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { createRecordDeadLetters } from '../../../../functions/keeper/record-dead-letters.ts';
import { silentMetrics } from '../silent-metrics.ts';
import { variableOf, type FunctionBuild } from '../function-build.ts';

/** As functions/keeper/handler.ts. */
export const keeper: FunctionBuild<SQSEvent, SQSBatchResponse> = ({ ports, settings }) =>
  createRecordDeadLetters({
    store: createDeadLetterStore(ports.table('dead-letters')),
    clock: ports.clock,
    log: ports.log,
    metrics: silentMetrics,
    queuePrefix: variableOf(settings, 'QUEUE_PREFIX'),
    replaysMax: Number(variableOf(settings, 'REPLAYS_MAX')),
  });
