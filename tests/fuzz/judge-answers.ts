// The whole list of answers that a sender may get: decision 006 and, in front of the function, API Gateway's own.
import { CANARY, isGenuine, mustBeAnswered, type Exchange } from './hostile-request.ts';
import type { HttpAnswer } from './read-answers.ts';
import type { Spoken } from './speak.ts';

/** Something that must hold and did not. */
export class Breach extends Error {
  override readonly name = 'Breach';
}

interface Known {
  readonly status: number;
  readonly body: RegExp;
  /** Whether Node's parser gives it before there is a request at all. */
  readonly isParsers?: true;
}

const refused = (status: number, reason: string, message: RegExp | string): Known => ({
  status,
  body: new RegExp(`^\\{"error":"${reason}","message":"${typeof message === 'string' ? message : message.source}"\\}$`),
});
const front = (status: number, message: string): Known => ({
  status,
  body: new RegExp(`^\\{"message":"${message}"\\}$`),
});
const places = String.raw`[a-z0-9:/ ,-]+`;

/** No pattern has room for anything that was sent, but the one handshake that is there to send it back. */
const KNOWN: readonly Known[] = [
  { status: 202, body: /^\{"deliveryId":"[0-9a-f]{32}"\}$/ },
  // The status that Slack reads as accepted.
  { status: 200, body: /^\{"deliveryId":"[0-9a-f]{32}"\}$/ },
  // Its commands and view submissions show what they are answered, and its ssl_check wants nothing but a 200.
  { status: 200, body: /^$/ },
  { status: 200, body: /^\{"options":\[\]\}$/ },
  { status: 200, body: new RegExp(`^\\{"challenge":"${CANARY}"\\}$`) },
  refused(400, 'empty', 'The body is empty\\.'),
  refused(400, 'not-utf8', 'The body is not UTF-8\\.'),
  refused(
    400,
    'not-json',
    /The body (?:is not valid JSON|nests more than 100 deep|is neither a JSON object nor an array)\./,
  ),
  refused(400, 'incomplete', new RegExp(`(?:A webhook of [a-z-]+ has|This handshake needs) ${places}\\.`)),
  refused(400, 'no-id', /The id of a [a-z-]+ webhook is missing: [a-z0-9:_/ -]+\./),
  refused(401, 'bad-signature', 'The signature does not match\\.'),
  refused(404, 'unknown-source', 'There is no such source\\.'),
  refused(405, 'method', 'Webhooks are sent with POST\\.'),
  refused(413, 'too-large', 'A webhook may have at most 4194304 bytes\\.'),
  refused(415, 'content-encoding', 'Send the body without a content encoding\\.'),
  refused(415, 'content-type', /Send the body as [a-z/ -]+\./),
  // On a machine that has no time, queue and bucket can both be too slow; fuzz-run.ts counts how often.
  refused(503, 'not-durable', /The webhook could not be stored\. Try again\./),
  refused(503, 'too-slow', /The webhook could not be stored in time\. Try again\./),
  front(400, 'Bad Request'),
  front(403, 'Forbidden'),
  front(404, 'Not Found'),
  front(408, 'Request Timeout'),
  front(413, 'Request Entity Too Large'),
  front(431, 'Request Header Fields Too Large'),
  // Node answers these by itself, without a word: no host header, and an expectation that nobody meets.
  { status: 400, body: /^$/, isParsers: true },
  { status: 417, body: /^$/, isParsers: true },
];

const HEADER_NAMES = new Set([
  'content-type',
  'content-length',
  'transfer-encoding',
  'apigw-requestid',
  'date',
  'connection',
  'keep-alive',
  'allow',
  'retry-after',
  'x-content-type-options',
  'x-delivery-id',
]);

/** In the body, or beside one that is not ours to fill; undefined where nothing was accepted. */
export const deliveryIdOf = ({ status, headers, body }: HttpAnswer): string | undefined =>
  status < 300 ? (/"deliveryId":"([0-9a-f]+)"/.exec(body)?.[1] ?? headers['x-delivery-id']) : undefined;

export const isAccepted = (answer: HttpAnswer): boolean => deliveryIdOf(answer) !== undefined;

/** @throws {Breach} when an answer is not one of those, or comes to somebody whom it was not for */
export function judgeAnswers(exchange: Exchange, { answers, rest, ended, trouble, milliseconds }: Spoken): void {
  const { requests } = exchange;
  for (const [index, answer] of answers.entries()) judgeAnswer(answer, requests[index]?.method ?? '');
  const accepted = answers.filter(isAccepted).length;
  const signed = requests.filter(isGenuine).length;
  if (accepted > signed) throw new Breach(`${accepted} accepted, and only ${signed} of the requests were signed`);
  // What the parser gives up on is answered as what it is not, and once more for what follows.
  if (!mustBeAnswered(exchange)) return;
  if (rest !== '' && ended === 'answered') throw new Breach('There is more in the answers than was asked for');
  // Only the last answer may close the connection.
  if (answers.length < requests.length) {
    const how = `${ended} after ${milliseconds.toFixed()} ms ${trouble}`.trim();
    throw new Breach(`${answers.length} of ${requests.length} answered, then ${how}`);
  }
  for (const [index, answer] of answers.entries()) {
    const request = requests[index];
    if (isAccepted(answer) && !(request && isGenuine(request))) throw new Breach('What nobody has signed was accepted');
  }
}

function judgeAnswer(answer: HttpAnswer, method: string): void {
  const { status, headers, body } = answer;
  const shown = `${status} ${JSON.stringify(headers)} ${body.slice(0, 300)}`;
  const sameStatus = KNOWN.filter((known) => known.status === status);
  if (sameStatus.length === 0) throw new Breach(`Nobody is told this: ${shown}`);
  const known = method === 'HEAD' ? sameStatus[0] : sameStatus.find((one) => one.body.test(body));
  if (!known) throw new Breach(`An unknown body: ${shown}`);
  if (body !== '' && headers['content-type'] !== 'application/json') throw new Breach(`Not told as JSON: ${shown}`);
  if (status === 503 && headers['retry-after'] === undefined) throw new Breach(`No Retry-After: ${shown}`);
  const unknownName = Object.keys(headers).find((name) => !HEADER_NAMES.has(name));
  if (unknownName !== undefined) throw new Breach(`An unknown header, ${unknownName}: ${shown}`);
  if (Object.values(headers).some((value) => value.includes(CANARY))) throw new Breach(`An echo: ${shown}`);
}
