import { parse } from 'node:querystring';
import { strictBytes } from '../../../../functions/ingest/signature/strict-bytes.ts';
import type { Diagnosis } from '../signature-case.ts';
import { firstThatHolds, withBodies } from './first-that-holds.ts';

/** The bytes are the sender's, but were read as something else. */
export const wronglyDecodedBody: Diagnosis = async (refused) => {
  if (refused.reason !== 'wrong-signature') return undefined;
  const { body } = refused.request;
  const text = body.toString('utf8');
  const { payload } = parse(text);
  return firstThatHolds(
    refused,
    withBodies(refused, [
      [
        'The signature matches the body decoded from base64: `isBase64Encoded` was lost on the way.',
        strictBytes(text.trim(), 'base64'),
      ],
      ['The signature matches if the body, which was read as Latin-1, is UTF-8.', Buffer.from(text, 'latin1')],
      [
        'The signature matches if the body, which was read as UTF-8, is Latin-1.',
        Buffer.from(body.toString('latin1'), 'utf8'),
      ],
      ['The signature matches without the byte order mark at the beginning.', Buffer.from(text.replace(/^\uFEFF/, ''))],
      [
        'The signature matches the form’s field `payload` alone: the whole form is what has to be signed.',
        typeof payload === 'string' ? Buffer.from(payload) : undefined,
      ],
      ['The signature matches an empty body: the body was put there later.', Buffer.alloc(0)],
    ]),
  );
};
