import { shapeNames, type ShapeName } from './body-shapes.ts';
import type { Exchange } from './hostile-request.ts';
import { Breach, judgeAnswers } from './judge-answers.ts';
import { speak } from './speak.ts';

/**
 * Downwards from what is wanted: Lambda's event is JSON of at most 6 MB, in which a quote takes two bytes and a control
 * character six, so that not every body of 4 MiB comes through.
 */
const SHARES = [1, 1 / 2, 1 / 6];
/**
 * Parsing an object of ever new keys takes seven times as long as orders of the same size do; a busy machine adds to that. What grows with the square
 * of the body takes a thousand times as long.
 */
const RATIO_MAX = 16;
/** Something else on the machine makes a time longer and never shorter, so the best of several tries counts. */
const TRIES_MAX = 6;

export interface TimedBody {
  readonly shape: ShapeName;
  /** Of its time for a byte to that of a benign body. */
  readonly ratio: number;
}

/**
 * How long the largest hostile bodies take beside a benign one. They are signed and have no event header, so each is
 * verified and parsed, and none goes on to the queue.
 * @throws {Breach} for one that takes far longer
 */
export async function timeLargestBodies(port: number, largestBytes: number): Promise<readonly TimedBody[]> {
  // The first requests also load and compile.
  for (let warm = 0; warm < 2; warm += 1) await timeLargest({ port, largestBytes }, 'benign');
  const rateOf = async (shape: ShapeName) => {
    const { bytes, milliseconds } = await timeLargest({ port, largestBytes }, shape);
    return milliseconds / bytes;
  };
  let benignRate = Math.min(await rateOf('benign'), await rateOf('benign'));
  const timed: TimedBody[] = [];
  for (const shape of shapeNames) {
    let ratio = (await rateOf(shape)) / benignRate;
    for (let tries = 1; tries < TRIES_MAX && ratio > RATIO_MAX; tries += 1) {
      // Side by side: the machine may have become busier since.
      benignRate = await rateOf('benign');
      ratio = Math.min(ratio, (await rateOf(shape)) / benignRate);
    }
    if (ratio > RATIO_MAX)
      throw new Breach(`A large body of ${shape} takes ${ratio.toFixed(1)} × as long as a benign one`);
    timed.push({ shape, ratio });
  }
  return timed.toSorted((one, other) => other.ratio - one.ratio);
}

const FORM_SHAPES: ReadonlySet<ShapeName> = new Set<ShapeName>([
  'form fields',
  'distinct form fields',
  'ampersands',
  'broken escapes',
  'escapes of a form',
  'pluses',
  'payload fields',
  'JSON in a form',
]);

/** The time of the largest body of this shape that comes through. */
async function timeLargest({ port, largestBytes }: { port: number; largestBytes: number }, shape: ShapeName) {
  const contentType = FORM_SHAPES.has(shape) ? 'application/x-www-form-urlencoded' : 'application/json';
  for (const share of SHARES) {
    const bytes = Math.floor(largestBytes * share);
    const exchange: Exchange = {
      requests: [
        {
          method: 'POST',
          target: '/webhooks/github',
          version: '1.1',
          lines: [`content-type: ${contentType}`],
          framing: 'length',
          body: { shape, bytes },
          signed: { source: 'github', headers: {} },
        },
      ],
      sending: { kind: 'at-once' },
    };
    const spoken = await speak(port, exchange);
    judgeAnswers(exchange, spoken);
    const status = spoken.answers[0]?.status;
    if (status === 400) return { bytes, milliseconds: spoken.milliseconds };
    if (status !== 413) throw new Breach(`${shape} without an event header are answered ${status} and not 400`);
  }
  throw new Breach(`Even a sixth of ${largestBytes} bytes of ${shape} is answered 413`);
}
