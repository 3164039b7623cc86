import { readRedacted } from './read-redacted.ts';
import { shorten } from './redact.ts';
import type { Thrown } from './read-thrown.ts';

/** What was made here, under what it was made of and under itself: whoever logs it again shows the same. */
const redactedErrors = new WeakMap<object, Error>();

/** The error as a log may show it: names, redacted messages and frames, of it and its causes. */
export function redactError(thrown: unknown): Error {
  if (typeof thrown !== 'object' || thrown === null) return toErrors(thrown);
  const known = redactedErrors.get(thrown);
  if (known) return known;
  const error = toErrors(thrown);
  redactedErrors.set(thrown, error);
  redactedErrors.set(error, error);
  return error;
}

function toErrors(thrown: unknown): Error {
  const chain = readRedacted(thrown).map(toError);
  return chain.reduceRight((cause, error) => Object.assign(error, { cause }));
}

function toError({ name, message, frames }: Thrown): Error {
  const error = new Error(shorten(message));
  error.name = shorten(name);
  error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
  return error;
}
