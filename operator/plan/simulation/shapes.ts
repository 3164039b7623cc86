import { excessOver, rateAt, type Point } from './traffic.ts';

/** Traffic over time, and what goes wrong meanwhile. */
export interface Shape {
  readonly name: string;
  readonly description: string;
  /** After that nothing comes any more, and what waits is worked off. */
  readonly seconds: number;
  readonly points: readonly Point[];
  /** What is wrong with the one worker that it is about, from when to when. */
  readonly trouble?: Trouble;
}

export interface Trouble {
  /** `failing` each attempt fails · `paused` its queue is not read · `poison` a share of what comes can never succeed. */
  readonly kind: 'failing' | 'paused' | 'poison';
  readonly fromSecond: number;
  readonly seconds: number;
  /** Of its events. */
  readonly share: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

export const SHAPE_NAMES = ['steady', 'black-friday', 'worker-down-2h', 'worker-paused-2h', 'poison-flood'] as const;

const flat = (rate: number, seconds: number) => ({ seconds, points: [{ second: 0, perSecond: rate }] });

// oxlint-disable-next-line typescript/consistent-return -- every name has its case, as the compiler knows
export function shapeOf(name: (typeof SHAPE_NAMES)[number], rate: number): Shape {
  switch (name) {
    case 'steady':
      return { name, description: 'the same rate for 10 min', ...flat(rate, 10 * MINUTE) };
    case 'black-friday':
      return {
        name,
        description: 'ten times the rate within 60 s, for 20 min, and back within 60 s',
        seconds: 30 * MINUTE,
        points: [
          { second: 2 * MINUTE, perSecond: rate },
          { second: 3 * MINUTE, perSecond: 10 * rate },
          { second: 23 * MINUTE, perSecond: 10 * rate },
          { second: 24 * MINUTE, perSecond: rate },
        ],
      };
    case 'worker-down-2h':
      return {
        name,
        description: 'one worker fails with everything for 2 h',
        ...flat(rate, 3 * HOUR),
        trouble: { kind: 'failing', fromSecond: 10 * MINUTE, seconds: 2 * HOUR, share: 1 },
      };
    case 'worker-paused-2h':
      return {
        name,
        description: 'nothing reads the queue of one worker for 2 h',
        ...flat(rate, 3 * HOUR),
        trouble: { kind: 'paused', fromSecond: 10 * MINUTE, seconds: 2 * HOUR, share: 1 },
      };
    case 'poison-flood':
      return {
        name,
        // Longer than all waits of a message together, so that those that come and those that end balance.
        description: 'for 2 h 30 % of the events of one worker fail whenever they are tried',
        ...flat(rate, 3 * HOUR),
        trouble: { kind: 'poison', fromSecond: 5 * MINUTE, seconds: 2 * HOUR, share: 0.3 },
      };
  }
}

/** How much of the kind of trouble there is in this second. */
export const troubleAt = ({ trouble }: Shape, kind: Trouble['kind'], second: number): number =>
  trouble?.kind === kind && second >= trouble.fromSecond && second < trouble.fromSecond + trouble.seconds
    ? trouble.share
    : 0;

export const perSecondAt = ({ points }: Shape, second: number) => rateAt(points, second);

/** How many webhooks come above a rate, all in all. */
export const excessOf = ({ points, seconds }: Shape, limit: number) => excessOver(points, seconds, limit);

export const highestRate = ({ points }: Shape) => Math.max(...points.map(({ perSecond }) => perSecond));
