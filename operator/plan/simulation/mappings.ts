import type { Quotas } from '../aws-facts.ts';
import { DISPATCH, type Design } from '../design.ts';
import { createQueueModel, type QueueModel } from './queue.ts';
import type { QueueOutcome } from './simulated.ts';

export interface Mapping {
  readonly name: string;
  readonly model: QueueModel;
  readonly share: number;
  readonly writeUnits: number;
  outcome: QueueOutcome;
}

export function mappingsOf(
  { dispatch, workers, deliveryKilobytes, messageKilobytes }: Design,
  quotas: Quotas,
): readonly Mapping[] {
  const mapping = (
    name: string,
    mapped: Design['dispatch'] | Design['workers'][number],
    share: number,
    writeUnits: number,
  ): Mapping => ({
    name,
    share,
    writeUnits,
    model: createQueueModel({
      name,
      mapped,
      attempts: mapped.attempts,
      backoffCeilingSeconds: mapped.backoffCeilingSeconds,
      messageKilobytes: mapped === dispatch ? deliveryKilobytes : messageKilobytes,
      quotas,
    }),
    outcome: {
      name,
      backlogMost: 0,
      concurrencyMost: 0,
      ageSecondsMost: 0,
      inFlightMost: 0,
      deadLetters: 0,
      succeeded: 0,
      waitedUntilSecond: undefined,
      meanSecondsToDeadLetter: undefined,
      drainSeconds: undefined,
    },
  });
  return [
    mapping(DISPATCH, dispatch, 1, dispatch.writeUnits),
    ...workers
      .filter(({ share }) => share > 0)
      .map((worker) => mapping(worker.name, worker, worker.share, worker.writeUnitsPerEvent)),
  ];
}

export function advance(mapping: Mapping, second: number, outcome: Parameters<QueueModel['work']>[1], most: number) {
  const { model, outcome: before } = mapping;
  const step = model.work(second, outcome, most);
  mapping.outcome = {
    ...before,
    backlogMost: Math.max(before.backlogMost, model.backlog()),
    concurrencyMost: Math.max(before.concurrencyMost, model.concurrency()),
    ageSecondsMost: Math.max(before.ageSecondsMost, model.ageSeconds(second)),
    inFlightMost: Math.max(before.inFlightMost, model.inFlight()),
    deadLetters: before.deadLetters + step.deadLetters,
    meanSecondsToDeadLetter: model.meanSecondsToDeadLetter(),
    waitedUntilSecond: model.backlog() >= 1 ? second : before.waitedUntilSecond,
    succeeded: before.succeeded + step.succeeded,
  };
  return step;
}

export function noteDrained(mappings: readonly Mapping[], drainSeconds: number): void {
  for (const mapping of mappings) {
    if (mapping.outcome.drainSeconds === undefined && mapping.model.isEmpty())
      mapping.outcome = { ...mapping.outcome, drainSeconds };
  }
}
