import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { whyUnreadable } from '../../why-unreadable.ts';
import type { Shape } from './shapes.ts';

/** As of `--rate`. */
const RATE_MAX = 1_000_000;
/** A day and a half: each second is computed. */
const SECONDS_MAX = 36 * 60 * 60;

const trafficSchema = v.pipe(
  v.array(
    v.strictObject({
      second: v.pipe(v.number(), v.minValue(0), v.maxValue(SECONDS_MAX)),
      perSecond: v.pipe(v.number(), v.minValue(0), v.maxValue(RATE_MAX)),
    }),
  ),
  v.minLength(1),
);

/** `[{"second":0,"perSecond":40},{"second":60,"perSecond":400}]`. @throws {CommandError} */
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
  return { name: file, description: 'traffic of a file', seconds: (points.at(-1)?.second ?? 0) + 1, points };
}
