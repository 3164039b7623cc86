import * as v from 'valibot';
import { createResultLine } from '../../../../functions/workers/result-line.ts';
import { resultSchema } from '#shared/messages/result.ts';
import { givenEvent } from '../../../support/given-messages.ts';
import { fixedClock } from '../../../support/ports.ts';

test("a worker's value is kept under its event's id, with who made it and when", () => {
  const toLine = createResultLine('count', { clock: fixedClock('2026-01-02T03:04:05.678Z'), workerVersion: '7' });
  const line = toLine(givenEvent({ id: 'e-1' }), { characters: 12 });
  expect(v.parse(resultSchema, line)).toEqual({
    v: 1,
    eventId: 'e-1',
    worker: 'count',
    workerVersion: '7',
    finishedAt: '2026-01-02T03:04:05.678Z',
    value: { characters: 12 },
  });
});
