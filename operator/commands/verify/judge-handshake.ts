import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../../../functions/ingest/answer.ts';
import { answerOf } from './answer-of.ts';
import type { HandshakeCase } from './read-handshakes-file.ts';
import type { CaseVerdict } from './signature-case.ts';

/** Whether a handshake gets the answer that its sender wants. */
export async function judgeHandshake(file: string, one: HandshakeCase): Promise<CaseVerdict> {
  const difference = differenceOf(await answerOf(one), one.wanted);
  return {
    file,
    name: `handshake: ${one.name}`,
    provider: one.provider.name,
    expected: true,
    actual: difference === undefined,
    reason: difference ?? `It is answered with ${one.wanted.status}, as the sender wants it.`,
    agrees: difference === undefined,
  };
}

function differenceOf(answer: Answer, { status, headers, body }: HandshakeCase['wanted']): string | undefined {
  if (answer.status !== status) return `It is answered with ${answer.status}, and the sender wants ${status}.`;
  const wrong = Object.entries(headers).filter(
    ([name, value]) => !isSameValue(answer.headers[name.toLowerCase()], value),
  );
  const names = wrong.map(([name]) => name.toLowerCase()).join(', ');
  if (wrong.length > 0) return `It is answered with ${answer.status}, but not with the wanted ${names}.`;
  // JSON may be spaced in other ways, and a refusal may say why.
  const isSameBody = !body || status >= 300 || isDeepStrictEqual(asJson(answer.body), asJson(body));
  return isSameBody ? undefined : `It is answered with ${answer.status}, but not with the wanted body.`;
}

/** A media type may say its charset, too. */
const isSameValue = (given: string | undefined, wanted: string) =>
  given !== undefined && (given === wanted || given.startsWith(`${wanted};`));

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A text is compared as it is.
    return text;
  }
}
