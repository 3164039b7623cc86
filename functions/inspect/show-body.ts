import { isUtf8 } from 'node:buffer';
import { redactError } from '#shared/lambda/redact-error.ts';
import { bodyBytes, readBody } from '#shared/messages/body.ts';
import { readCarried, type Carried } from '#shared/messages/carried.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import type { ShownDeadLetter } from '#shared/messages/inspect-request.ts';
import type { Objects } from '#shared/ports.ts';
import type { Policy } from '#shared/redaction/policy.ts';
import { HIDDEN_PATHS_MAX, type Redacted } from '#shared/redaction/redact-json.ts';
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
const PATH_LENGTH_MAX = 200;

/** The message of a dead letter and its event's own body, as far as the policy lets them be seen. */
export async function showBody({ body, source }: DeadLetter, ports: ShowBodyPorts): Promise<ShownBody> {
  const carried = readCarried(body);
  const policy = ports.redaction === 'reveal' ? 'reveal' : await ports.redaction(carried?.source ?? source);
  if (policy !== 'reveal' && 'reason' in policy) return { withheld: `Bodies are not shown: ${policy.reason}.` };
  const message =
    policy === 'reveal' ? { text: body, hidden: [], hiddenCount: 0 } : redactMessage(body, carried, policy);
  const event: ShownEventBody = carried
    ? await showEventBody(carried, policy, ports)
    : { withheld: policy === 'reveal' ? `${NOT_OURS}.` : `${NOT_OURS}, and all of it is hidden.` };
  return {
    body: message.text,
    ...(event.text !== undefined && { eventBody: event.text }),
    ...(event.withheld !== undefined && { withheld: event.withheld }),
    ...redactedOf([message, event]),
  };
}

const NOT_OURS =
  'The message is no event of a version that is known here: it has no body that could be shown by itself';

type Hidden = Pick<Redacted, 'hidden' | 'hiddenCount'>;

interface ShownEventBody extends Partial<Hidden> {
  readonly text?: string;
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
      hiddenCount: 1,
      withheld: "The event's body has no fields that the policy could hide: it is all hidden.",
    };
  }
  // The message names the same places, where the body is in it.
  if (!('key' in body)) return { text: redacted.text };
  return { ...redacted, hidden: redacted.hidden.map((path) => `body.${path}`) };
}

const placeOf = (body: Carried['body']) => ('key' in body ? `; it lies in the results bucket under ${body.key}` : '');

function redactedOf(parts: readonly Partial<Hidden>[]): Pick<ShownBody, 'redacted'> {
  const hidden = parts.flatMap((part) => part.hidden ?? []);
  if (hidden.length === 0) return {};
  const distinct = [...new Set(hidden)];
  const shown = distinct.slice(0, HIDDEN_PATHS_MAX).map((path) => path.slice(0, PATH_LENGTH_MAX));
  const count = parts.reduce((sum, { hiddenCount = 0 }) => sum + hiddenCount, 0);
  const more = count - hidden.length + distinct.length - shown.length;
  return { redacted: more > 0 ? [...shown, `and ${more} more`] : shown };
}
