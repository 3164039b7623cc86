import type { FreshValues } from './fresh-values.ts';
import type { Sample } from './read-samples.ts';

const NUMBERS = ['{{now}}', '{{nowMilliseconds}}', '{{number}}'];

/**
 * Puts fresh values where a sample has placeholders, so that sent twice it is two deliveries: `{{uuid}}`, `{{id}}`,
 * `{{number}}`, `{{now}}` (Unix seconds), `{{nowMilliseconds}}` and `{{iso}}`. A placeholder has one value throughout a webhook, because its ids
 * refer to each other. A string of the body that is nothing but `{{now}}`, `{{nowMilliseconds}}` or `{{number}}` becomes a number, as senders
 * write their times and ids.
 * @throws when a placeholder has another name
 */
export function fillSample(
  { headers, body }: Sample,
  fresh: FreshValues,
): { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer } {
  const seconds = Math.floor(fresh.now.getTime() / 1000);
  const values = new Map([
    ['uuid', fresh.uuid],
    ['id', fresh.id],
    ['number', numberOf(fresh)],
    ['now', String(seconds)],
    ['nowMilliseconds', String(fresh.now.getTime())],
    // Senders write whole seconds.
    ['iso', fresh.now.toISOString().replace(/\.\d+Z$/, 'Z')],
  ]);
  const fill = (text: string) =>
    text.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
      const value = values.get(name);
      if (value === undefined)
        throw new Error(`A sample has no placeholder ${placeholder}: use ${[...values.keys()].join(', ')}`);
      return value;
    });
  const fillValue = (_key: string, value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    return NUMBERS.includes(value) ? Number(fill(value)) : fill(value);
  };
  return {
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)])),
    body: Buffer.from(isForm(headers) ? formOf(body, fill) : JSON.stringify(body, fillValue), 'utf8'),
  };
}

const isForm = (headers: Sample['headers']) =>
  /^application\/x-www-form-urlencoded\b/.test(headers['content-type'] ?? '');

/** A sample of a form is written as its fields. */
function formOf(body: Sample['body'], fill: (text: string) => string): string {
  const fields = Object.entries(body).map(([name, value]): [string, string] => {
    if (typeof value !== 'string') throw new Error(`The field ${name} of a form in a sample must be a text`);
    return [name, fill(value)];
  });
  return new URLSearchParams(fields).toString();
}

/** Twelve hex digits of the UUID are 48 bits, which a number of JSON holds exactly. */
const numberOf = ({ uuid }: FreshValues): string => String(Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16));
