import { isUtf8 } from 'node:buffer';
import { redactError } from '#shared/lambda/redact-error.ts';
import { bodyBytes, readBody } from '#shared/messages/body.ts';
import { readCarried, type Carried } from '#shared/messages/carried.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { ShownDeadLetter } from '#shared/messages/inspect-request.ts';
import type { Objects } from '#shared/ports.ts';
import type { Policy } from '#shared/redaction/policy.ts';
import { redactMessage } from '#shared/redaction/redact-message.ts';
import { redactText } from '#shared/redaction/redact-text.ts';
import type { RedactionLookup } from './redaction-lookup.ts';

export interface ShowBodyPorts {
  readonly results: Pick<Objects, 'get'>;
  /** `reveal` shows what the policy hides. */
  readonly redaction: RedactionLookup | 'reveal';
  /** How much of event bodies still fits into the answer. */
  readonly takeBytes: (bytes: number) => 'fits' | 'too-large';
}

export type ShownBody = Pick<ShownDeadLetter, 'body' | 'eventBody' | 'redacted' | 'withheld'>;

/** A list of everything that was hidden in a large body would be longer than what is left of it. */
const REDACTED_PATHS_MAX = 100;
const PATH_LENGTH_MAX = 200;

/** The message of a dead letter and its event's own body, as far as the policy lets them be seen. */
export async function showBody({ body, source }: DeadLetter, ports: ShowBodyPorts): Promise<ShownBody> {
  const carried = readCarried(body);
  const policy = ports.redaction === 'reveal' ? 'reveal' : await ports.redaction(carried?.source ?? source);
  if (policy !== 'reveal' && 'reason' in policy) return { withheld: `Bodies are not shown: ${policy.reason}.` };
  const message = policy === 'reveal' ? { text: body, hidden: [] } : redactMessage(body, carried, policy);
  const event = carried ? await showEventBody(carried, policy, ports) : { withheld: NOT_OURS };
  const hidden = [...message.hidden, ...(event.hidden ?? [])];
  return {
    body: message.text,
    ...(event.text !== undefined && { eventBody: event.text }),
    ...(event.withheld !== undefined && { withheld: event.withheld }),
    ...(hidden.length > 0 && { redacted: listed(hidden) }),
  };
}

const NOT_OURS = 'The message is no event of a version that is known here: only the whole of it is shown.';

interface ShownEventBody {
  readonly text?: string;
  readonly hidden?: readonly string[];
  readonly withheld?: string;
}

async function showEventBody(
  { body, contentType }: Carried,
  policy: Policy | 'reveal',
  { results, takeBytes }: ShowBodyPorts,
): Promise<ShownEventBody> {
  const size = bodyBytes(body);
  if (takeBytes(size) === 'too-large') {
    return { withheld: `The event's body has ${size} bytes, more than an answer takes${placeOf(body)}.` };
  }
  const bytes = await readBody(body, results).catch((error: unknown) => redactError(error));
  if (bytes instanceof Error) return { withheld: `The event's body cannot be read: ${bytes.message}.` };
  if (!isUtf8(bytes)) return { withheld: `The event's body is no text: it has ${size} bytes of something else.` };
  const text = bytes.toString('utf8');
  if (policy === 'reveal') return { text };
  const redacted = redactText({ text, contentType }, policy.fields);
  if (!redacted) {
    return {
      hidden: ['body'],
      withheld: "The event's body has no fields that the policy could hide: it is all hidden.",
    };
  }
  // The message names the same places, where the body is in it.
  return { text: redacted.text, hidden: 'key' in body ? redacted.hidden.map((path) => `body.${path}`) : [] };
}

const placeOf = (body: Carried['body']) => ('key' in body ? `; it lies in the results bucket under ${body.key}` : '');

function listed(hidden: readonly string[]): string[] {
  const distinct = [...new Set(hidden)];
  const shown = distinct.slice(0, REDACTED_PATHS_MAX).map((path) => path.slice(0, PATH_LENGTH_MAX));
  const more = distinct.length - shown.length;
  return more > 0 ? [...shown, `and ${more} more`] : shown;
}
