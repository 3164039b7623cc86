import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describePlaces } from '#shared/messages/describe-places.ts';
import { whereNotJson } from '../../where-not-json.ts';
import { whyUnreadable } from '../../why-unreadable.ts';
import type { Asked } from './asked.ts';
import { judgeHandshake } from './judge-handshake.ts';
import { judgeSignature } from './judge-signature.ts';
import { gatewayEventSchema, readGatewayEvent } from './read-gateway-event.ts';
import { handshakesFileSchema, readHandshakesFile } from './read-handshakes-file.ts';
import { readVectorsFile, vectorsFileSchema } from './read-vectors-file.ts';
import type { CaseVerdict } from './signature-case.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** What ingest makes of every request in a file. @throws {UnreadableFile} that says what is wrong with the file */
export async function judgeFile(path: string, asked: Asked): Promise<readonly CaseVerdict[]> {
  const content = readJson(path);
  if ('vectors' in content) {
    const cases = await readVectorsFile(parsed(vectorsFileSchema, content), asked);
    return inOrder(cases, (one) => judgeSignature(path, one));
  }
  if ('cases' in content) {
    const cases = await readHandshakesFile(parsed(handshakesFileSchema, content), asked);
    return inOrder(cases, (one) => judgeHandshake(path, one));
  }
  if ('requestContext' in content) {
    return [await judgeSignature(path, await readGatewayEvent(parsed(gatewayEventSchema, content), asked))];
  }
  throw new UnreadableFile(
    'It is neither a file of signed requests (`vectors`), nor of handshakes (`cases`), nor an API Gateway event (`requestContext`).',
  );
}

/** One after the other: a refusal is tried in dozens of ways. */
async function inOrder<Case>(cases: readonly Case[], judge: (one: Case) => Promise<CaseVerdict>) {
  const verdicts: CaseVerdict[] = [];
  // oxlint-disable-next-line no-await-in-loop -- as above
  for (const one of cases) verdicts.push(await judge(one));
  return verdicts;
}

function readJson(path: string): object {
  const text = readText(path);
  const read = v.safeParse(v.pipe(v.string(), v.parseJson()), text);
  if (!read.success) throw new UnreadableFile(`It is no JSON ${whereNotJson(text)}.`);
  if (typeof read.output !== 'object' || read.output === null) throw new UnreadableFile('It is no JSON object.');
  return read.output;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UnreadableFile(whyUnreadable(path, error));
  }
}

function parsed<Schema extends v.GenericSchema>(schema: Schema, content: object): v.InferOutput<Schema> {
  const read = v.safeParse(schema, content);
  if (read.success) return read.output;
  throw new UnreadableFile(`It is not in the shape of its kind: ${describePlaces(read.issues)}.`);
}
