import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { WrongUsage } from '../support/run-program.ts';
import { shapeNames } from './body-shapes.ts';
import { BROKEN_FRAMINGS, WHOLE_FRAMINGS, type Exchange } from './hostile-request.ts';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const countOfBytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const bodySchema = v.union([
  v.strictObject({ base64: v.string() }),
  v.strictObject({
    shape: v.picklist(shapeNames),
    bytes: countOfBytes,
    within: v.exactOptional(v.strictObject({ id: v.string(), type: v.string() })),
  }),
]);

const requestSchema = v.strictObject({
  method: v.string(),
  target: v.string(),
  version: v.string(),
  lines: v.array(v.string()),
  framing: v.picklist([...WHOLE_FRAMINGS, ...BROKEN_FRAMINGS]),
  body: bodySchema,
  signed: v.exactOptional(
    v.strictObject({
      source: v.string(),
      headers: v.record(v.string(), v.string()),
      isForged: v.exactOptional(v.boolean()),
    }),
  ),
});

const exchangeSchema = v.strictObject({
  requests: v.pipe(v.array(requestSchema), v.minLength(1)),
  sending: v.variant('kind', [
    v.strictObject({ kind: v.literal('at-once') }),
    v.strictObject({ kind: v.literal('drip'), pieces: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) }),
    v.strictObject({ kind: v.picklist(['stop', 'hang-up']), share }),
  ]),
});

/** What a failure has left in a file. @throws {WrongUsage} in one sentence, when it is nothing of the kind */
export async function readExchange(file: string): Promise<Exchange> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new WrongUsage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), exchangeSchema), text);
  if (parsed.success) return parsed.output;
  const [{ message }] = parsed.issues;
  const where = v.getDotPath(parsed.issues[0]);
  throw new WrongUsage(`${file} holds no exchange that a failure has left: ${where ? `${where}: ` : ''}${message}`);
}
