import { createDeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { createMeasureDeadLetters, type Measured } from '../../../../functions/measure/measure-dead-letters.ts';
import { variableOf, type FunctionBuild } from '../function-build.ts';
import { silentMetrics } from '../silent-metrics.ts';

/** As functions/measure/handler.ts. */
export const measure: FunctionBuild<undefined, Measured> = ({ ports, settings }) =>
  createMeasureDeadLetters({
    store: createDeadLetterStore(ports.table('dead-letters')),
    workers: variableOf(settings, 'WORKERS').split('/'),
    clock: ports.clock,
    log: ports.log,
    metrics: silentMetrics,
  });
