import type { FreshValues } from './fresh-values.ts';
import type { Sample } from './read-samples.ts';

/**
 * Puts fresh values where a sample has placeholders, so that sent twice it is two deliveries: `{{uuid}}`, `{{id}}`,
 * `{{now}}` (Unix seconds) and `{{iso}}`. A placeholder has one value throughout a webhook, because its ids refer to
 * each other. A string of the body that is nothing but `{{now}}` becomes a number, as senders write their times.
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
    ['now', String(seconds)],
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
    return value === '{{now}}' ? seconds : fill(value);
  };
  return {
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)])),
    body: Buffer.from(JSON.stringify(body, fillValue), 'utf8'),
  };
}
