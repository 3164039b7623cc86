import * as v from 'valibot';
import { asciiJson } from './ascii-json.ts';

/**
 * Why a message became a dead letter: `gave-up` the worker saw no use in trying again, `exhausted` it was tried as often or
 * as long as its row allows, `crashed` the function never reported back and SQS moved it, `undeliverable` SNS could not
 * put it on the queue, `destination-down` forward holds back from a destination that takes nothing at the moment.
 */
export const failureClassSchema = v.picklist(['gave-up', 'exhausted', 'crashed', 'undeliverable', 'destination-down']);

/** What travels with a dead letter as its one attribute `failure`, and is kept with it. Instants in ISO 8601, UTC. */
export const failureSchema = v.object({
  v: v.literal(1),
  class: failureClassSchema,
  /** The error's name. */
  name: v.string(),
  /** Redacted and bounded. */
  message: v.string(),
  /** The same for the same cause, whatever ids and numbers the message has and wherever the line has moved. */
  fingerprint: v.string(),
  /** How often this message was received; left out where nobody can tell. */
  attempts: v.optional(v.number()),
  /** When the first of these attempts began, to SQS's knowledge. */
  firstAt: v.pipe(v.string(), v.isoTimestamp()),
  lastAt: v.pipe(v.string(), v.isoTimestamp()),
  worker: v.string(),
  workerVersion: v.optional(v.string()),
  /** Name of the queue whose message it was. */
  queue: v.string(),
  /** Of the invocation in which it failed last: what to search the log for. */
  requestId: v.optional(v.string()),
  destination: v.optional(v.string()),
  /** Whoever refused asked not to be tried again before. */
  notBefore: v.optional(v.pipe(v.string(), v.isoTimestamp())),
});

export type FailureClass = v.InferOutput<typeof failureClassSchema>;
export type Failure = v.InferOutput<typeof failureSchema>;

/** The attribute's value may be no longer: ten attributes and the body share a message. */
export const FAILURE_BYTES_MAX = 4096;

/** ASCII alone, because SQS refuses some characters; the message is cut where the whole would be too long. */
export function writeFailure(failure: Failure): string {
  const text = asciiJson(failure);
  if (text.length <= FAILURE_BYTES_MAX) return text;
  // One character can take six bytes when escaped; halving ends quickly and never splits an escape.
  return writeFailure({ ...failure, message: `${failure.message.slice(0, Math.floor(failure.message.length / 2))}…` });
}

/** @throws when the text is no failure of ours */
export const readFailure = (text: string): Failure => v.parse(failureSchema, JSON.parse(text));
