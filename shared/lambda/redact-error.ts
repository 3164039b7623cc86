import { readThrown, type Thrown } from './read-thrown.ts';
import { redact } from './redact.ts';

/** The error as a log may show it: names, redacted messages and frames, of it and its causes. */
export function redactError(thrown: unknown): Error {
  const chain = readThrown(thrown).map(toError);
  return chain.reduceRight((cause, error) => Object.assign(error, { cause }));
}

function toError({ name, message, frames }: Thrown): Error {
  const error = new Error(redact(message));
  error.name = redact(name);
  error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
  return error;
}
