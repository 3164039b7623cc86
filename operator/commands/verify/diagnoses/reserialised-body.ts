import { readJsonBody } from '../../../../functions/ingest/signature/put-in-json.ts';
import type { Diagnosis } from '../signature-case.ts';
import { firstThatHolds, withBodies } from './first-that-holds.ts';

/** Somebody parsed the body and wrote it again: a framework, a proxy, or whoever recorded it. */
export const reserialisedBody: Diagnosis = async (refused) => {
  if (refused.reason !== 'wrong-signature') return undefined;
  const view = readJsonBody(refused.request.body);
  if (view === undefined) return undefined;
  const compact = JSON.stringify(view);
  return firstThatHolds(
    refused,
    withBodies(refused, [
      [
        'The signature matches if the body is re-serialised (JSON.stringify of the parsed): its bytes were changed on the way.',
        Buffer.from(compact),
      ],
      [
        'The signature matches the body written with an indent of two: its bytes were changed on the way.',
        Buffer.from(JSON.stringify(view, null, 2)),
      ],
      [
        'The signature matches the body written with blanks behind commas and colons, as Python does: its bytes were changed on the way.',
        Buffer.from(spaced(view)),
      ],
      [
        'The signature matches the body with its non-ASCII characters escaped: its bytes were changed on the way.',
        Buffer.from(escaped(compact)),
      ],
      [
        'The signature matches the body with its slashes escaped, as PHP does: its bytes were changed on the way.',
        Buffer.from(compact.replaceAll('/', String.raw`\/`)),
      ],
      [
        'The signature matches the body with non-ASCII characters and slashes escaped: its bytes were changed on the way.',
        Buffer.from(escaped(compact).replaceAll('/', String.raw`\/`)),
      ],
    ]),
  );
};

const escaped = (text: string) =>
  text.replace(/[^\0-\x7f]/g, (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** As `json.dumps` writes it by default. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return escaped(JSON.stringify(value));
  const fields = Object.entries(value).map(([name, field]) => `${escaped(JSON.stringify(name))}: ${spaced(field)}`);
  return `{${fields.join(', ')}}`;
}
