import { RECEIVED_MAX } from '../batches.ts';
import { DISPATCH, type Design, type Mapped } from '../design.ts';
import type { Alternative } from './alternative.ts';
import { usedWorkers, withWorker } from './with-worker.ts';

/** A window that is worth one takes a batch of so many. */
const WITH_WINDOW_AT_LEAST = 100;

/** Batches with and without windows, and with longer ones. */
export function windowAlternatives(design: Design): readonly Alternative[] {
  const { dispatch } = design;
  return [
    ...othersOf(dispatch).map((other) => ({
      choice: `${DISPATCH}: window`,
      today: said(dispatch),
      alternative: said(other),
      price: other.windowSeconds === 0 ? 'fewer deliveries in a batch' : 'every event is later',
      design: { ...design, dispatch: { ...dispatch, ...other } },
    })),
    ...usedWorkers(design).flatMap((worker) =>
      othersOf(worker).map((other) => ({
        choice: `${worker.name}: window`,
        today: said(worker),
        alternative: said(other),
        price:
          other.windowSeconds === 0 ? 'fewer results in an object' : 'more events in a batch that fails as a whole',
        design: withWorker(design, worker.name, other),
      })),
    ),
  ];
}

type Batching = Pick<Mapped, 'windowSeconds' | 'batchSize'>;

function othersOf({ windowSeconds, batchSize }: Batching): readonly Batching[] {
  const without = { windowSeconds: 0, batchSize: Math.min(batchSize, RECEIVED_MAX) };
  const withWindow = (seconds: number) => ({
    windowSeconds: seconds,
    batchSize: Math.max(batchSize, WITH_WINDOW_AT_LEAST),
  });
  return [windowSeconds === 0 ? withWindow(1) : without, withWindow(Math.max(5, 3 * windowSeconds))];
}

const said = ({ windowSeconds, batchSize }: Batching) =>
  `${windowSeconds === 0 ? 'no window' : `window ${windowSeconds} s`}, ${batchSize} at most`;
