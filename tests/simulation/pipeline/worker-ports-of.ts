import { readEvent } from '#shared/messages/event.ts';
import { createResultLine } from '../../../functions/workers/result-line.ts';
import { edgePortsOf } from './edge-ports-of.ts';
import { variableOf, type Start } from './function-build.ts';

/** As createWorkerHandler puts them together for the worker of this name. */
export function workerPortsOf(name: string, start: Start) {
  const { ports, settings, bundle } = start;
  return {
    ...edgePortsOf(start),
    name,
    toLine: createResultLine(name, { clock: ports.clock, workerVersion: String(bundle.version) }),
    results: ports.objects('results'),
    prefix: variableOf(settings, 'RESULTS_PREFIX'),
    resultsPer: variableOf(settings, 'RESULTS_PER'),
    eventsAtOnce: Number(variableOf(settings, 'EVENTS_AT_ONCE')),
    ids: ports.ids,
    read: bundle.reader(readEvent),
  };
}
