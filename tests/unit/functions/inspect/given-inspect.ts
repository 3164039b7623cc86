import { createDeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { DoneStub } from '#shared/dead-letters/done-stub.ts';
import { BY_GROUP, BY_TIME, type DeadLetter } from '#shared/messages/dead-letter.ts';
import type { InspectRequest } from '#shared/messages/inspect-request.ts';
import { aboutStage } from '../../../../functions/inspect/about-stage.ts';
import { createInspectDeadLetters } from '../../../../functions/inspect/inspect-dead-letters.ts';
import { createRedactionLookup } from '../../../../functions/inspect/redaction-lookup.ts';
import { fixedClock, memoryObjects, memoryTable, recordingLog } from '../../../support/ports.ts';

export interface GivenInspect {
  readonly letters?: readonly (DeadLetter | DoneStub)[];
  readonly workers?: readonly string[];
}

/** The step inspect over ports in memory; the workers are rows without anything special. */
export async function givenInspect({ letters = [], workers = ['archive', 'ledger'] }: GivenInspect = {}) {
  const table = memoryTable({
    [BY_TIME]: { partition: 'workerState', sort: 'lastAt' },
    [BY_GROUP]: {
      partition: 'workerState',
      sort: 'groupAt',
      holds: ['id', 'workerState', 'groupAt', 'firstAt', 'source', 'type'],
    },
  });
  const store = createDeadLetterStore(table);
  for (const letter of letters) await store.put(letter, 'absent');
  table.calls.length = 0;
  const [results, config, log, clock] = [
    memoryObjects(),
    memoryObjects(),
    recordingLog(),
    fixedClock('2026-02-01T00:00:00.000Z'),
  ];
  const rows = workers.map((name) => ({
    name,
    impact: `Nobody gets what ${name} does.`,
    resultsPrefix: `${name}/`,
    results: 'batch' as const,
  }));
  const inspectDeadLetters = createInspectDeadLetters({
    store,
    results,
    redaction: createRedactionLookup({ config, clock }),
    about: aboutStage({ service: 'webhook-pipeline', stage: 'test', region: 'eu-west-1', rows, replaysMax: 10 }),
    markers: memoryTable(),
    config,
    rows,
    clock,
    log,
  });
  const inspect = (request: InspectRequest | object) => inspectDeadLetters(request, { awsRequestId: 'request-7' });
  return { table, store, results, config, clock, log, inspect };
}
