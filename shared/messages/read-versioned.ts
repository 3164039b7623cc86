import * as v from 'valibot';
import { RetryLater } from '../errors.ts';
import { describePlaces } from './describe-places.ts';

/** The newest version of messages that this code reads; it also reads every older one. */
const VERSION_MAX = 1;

const versionSchema = v.object({ v: v.pipe(v.number(), v.integer(), v.minValue(1)) });

/**
 * Parses the JSON text of a message. A newer version is retried, never given up: during a deploy the next attempt may
 * meet code that knows it.
 */
export function readVersioned<Schema extends v.GenericSchema>(
  noun: string,
  schema: Schema,
  text: string,
): v.InferOutput<Schema> {
  const value = parseJson(noun, text);
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const version = v.safeParse(versionSchema, value);
  if (!version.success) throw new Error(`This message is no ${noun}: it has no version "v"`);
  if (version.output.v > VERSION_MAX) {
    throw new RetryLater(
      `This ${noun} has version ${version.output.v}, newer than ${VERSION_MAX}; a newer deploy will read it`,
    );
  }
  throw new Error(`This message is no ${noun}: ${describePlaces(parsed.issues)}`);
}

function parseJson(noun: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message quotes the text.
    throw new Error(`This message is no ${noun}: it is not JSON`);
  }
}
