import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { whyUnreadable } from '../../why-unreadable.ts';

/** Traffic over time, and what goes wrong meanwhile. */
export interface Shape {
  readonly name: string;
  readonly description: string;
  /** After that nothing comes any more, and what waits is worked off. */
  readonly seconds: number;
  readonly perSecond: (second: number) => number;
  /** Of the worker that it is about: which share of its events fails. */
  readonly failing: (second: number) => number;
  readonly refused: (second: number) => number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const nothing = () => 0;

export const SHAPE_NAMES = ['steady', 'black-friday', 'worker-down-2h', 'poison-flood'] as const;

// oxlint-disable-next-line typescript/consistent-return -- every name has its case, as the compiler knows
export function shapeOf(name: (typeof SHAPE_NAMES)[number], rate: number): Shape {
  const flat = { name, perSecond: () => rate, failing: nothing, refused: nothing };
  switch (name) {
    case 'steady':
      return { ...flat, description: 'the same rate for 10 min', seconds: 10 * MINUTE };
    case 'black-friday':
      return {
        ...flat,
        description: 'ten times the rate within 60 s, for 20 min, and back within 60 s',
        seconds: 30 * MINUTE,
        perSecond: (second) => rate * (1 + 9 * hill(second)),
      };
    case 'worker-down-2h':
      return {
        ...flat,
        description: 'one worker fails with everything for 2 h',
        seconds: 3 * HOUR,
        failing: (second) => (second >= 10 * MINUTE && second < 10 * MINUTE + 2 * HOUR ? 1 : 0),
      };
    case 'poison-flood':
      return {
        ...flat,
        description: 'for 10 min 30 % of the events of one worker can never succeed',
        seconds: 30 * MINUTE,
        refused: (second) => (second >= 5 * MINUTE && second < 15 * MINUTE ? 0.3 : 0),
      };
  }
}

/** Up within a minute, 20 min above, down within a minute. */
const hill = (second: number) =>
  Math.max(0, Math.min(1, (second - 2 * MINUTE) / MINUTE, (24 * MINUTE - second) / MINUTE));

const trafficSchema = v.pipe(
  v.array(v.strictObject({ second: v.pipe(v.number(), v.minValue(0)), perSecond: v.pipe(v.number(), v.minValue(0)) })),
  v.minLength(1),
);
/** A day and a half: each second is computed. */
const SECONDS_MAX = 36 * HOUR;

/** `[{"second":0,"perSecond":40},{"second":60,"perSecond":400}]`: in between the rate follows a line. @throws {CommandError} */
export function readTraffic(file: string): Shape {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(exitCode.wrongUsage, whyUnreadable(file, error), { cause: error });
  }
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), trafficSchema), text);
  if (!read.success) throw new CommandError(exitCode.wrongUsage, `${file}: ${v.summarize(read.issues)}`);
  const points = read.output.toSorted((one, other) => one.second - other.second);
  const seconds = (points.at(-1)?.second ?? 0) + 1;
  if (seconds > SECONDS_MAX)
    throw new CommandError(exitCode.wrongUsage, `${file}: it may last ${SECONDS_MAX} s at most.`);
  const perSecond = (second: number) => {
    const next = points.findIndex((point) => point.second >= second);
    const [after, before] = [points[next], points[Math.max(0, next - 1)]];
    if (!after || !before) return points.at(-1)?.perSecond ?? 0;
    if (after.second === before.second) return after.perSecond;
    return (
      before.perSecond +
      ((after.perSecond - before.perSecond) * (second - before.second)) / (after.second - before.second)
    );
  };
  return { name: file, description: 'traffic of a file', seconds, perSecond, failing: nothing, refused: nothing };
}
