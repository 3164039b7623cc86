import type { Carried } from '../messages/carried.ts';
import type { Policy } from './policy.ts';
import { HIDDEN, type Redacted } from './redact-json.ts';
import { redactText } from './redact-text.ts';

/** Where in a message its own body stands. */
const BODY = 'body';

/** The message of a dead letter as it may be shown: what is hidden of its body and headers stands as a mark. */
export function redactMessage(message: string, carried: Carried | undefined, policy: Policy): Redacted {
  // None of ours, or of a version that is not known here: whose body it is and where it stands nobody can tell.
  if (!carried) return { text: HIDDEN, hidden: ['(all)'], hiddenCount: 1 };
  const headers = redactHeaders(carried.headers, policy);
  const body = redactBody(carried, policy);
  const hidden = [...headers.hidden, ...body.hidden];
  const hiddenCount = headers.hidden.length + body.hiddenCount;
  if (hiddenCount === 0) return { text: message, hidden, hiddenCount };
  const whole: unknown = JSON.parse(message);
  return {
    text: JSON.stringify({ ...asRecord(whole), headers: headers.shown, body: body.shown }),
    hidden,
    hiddenCount,
  };
}

function redactHeaders(headers: Carried['headers'], { isHeaderHidden }: Policy) {
  const entries = Object.entries(headers);
  const hidden = entries.filter(([name]) => isHeaderHidden(name)).map(([name]) => `headers.${name}`);
  const shown = Object.fromEntries(entries.map(([name, value]) => [name, isHeaderHidden(name) ? HIDDEN : value]));
  return { shown, hidden };
}

function redactBody({ body, contentType }: Carried, { fields }: Policy) {
  // A large body's pointer says nothing of what is in it.
  if ('key' in body) return { shown: body, hidden: [], hiddenCount: 0 };
  const text = 'text' in body ? body.text : Buffer.from(body.base64, 'base64').toString('utf8');
  const redacted = redactText({ text, contentType }, fields);
  if (!redacted) return { shown: { text: HIDDEN }, hidden: [BODY], hiddenCount: 1 };
  const { hidden, hiddenCount } = redacted;
  if (hiddenCount === 0) return { shown: body, hidden, hiddenCount };
  return { shown: { text: redacted.text }, hidden: hidden.map((path) => `${BODY}.${path}`), hiddenCount };
}

function asRecord(value: unknown): object {
  if (typeof value === 'object' && value !== null) return value;
  throw new Error('A message of ours is an object');
}
