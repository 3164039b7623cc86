import type { Diagnosis } from '../signature-case.ts';
import { firstThatHolds, withBodies } from './first-that-holds.ts';

/** Editors, shells and `git` change the ends of lines. */
export const lineEnds: Diagnosis = async (refused) => {
  if (refused.reason !== 'wrong-signature') return undefined;
  // Each byte is one character, so that nothing else changes.
  const text = refused.request.body.toString('latin1');
  return firstThatHolds(
    refused,
    withBodies(refused, [
      ['The signature matches if the trailing newline is removed.', bytes(text.replace(/\r?\n$/, ''))],
      ['The signature matches if all blanks and newlines around the body are removed.', bytes(text.trim())],
      ['The signature matches if a trailing newline is added.', bytes(`${text}\n`)],
      ['The signature matches if a trailing CR LF is added.', bytes(`${text}\r\n`)],
      ['The signature matches if every CR LF were LF.', bytes(text.replaceAll('\r\n', '\n'))],
      ['The signature matches if every LF were CR LF.', bytes(text.replaceAll(/\r?\n/g, '\r\n'))],
    ]),
  );
};

const bytes = (text: string) => Buffer.from(text, 'latin1');
