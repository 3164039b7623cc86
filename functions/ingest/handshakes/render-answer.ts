import { RejectedWebhook } from '#shared/errors.ts';
import type { Answer } from '../answer.ts';
import type { HandshakeAnswer } from '../providers/provider.ts';
import { needsKey, renderTemplate, type TemplateValues } from './render-template.ts';

/** What is more than visible text in a header's value ends the header, and begins another. */
const HEADER_VALUE = /^[\x20-\x7e]*$/;

export function renderAnswer(answer: HandshakeAnswer, values: TemplateValues): Answer {
  const { status, headers = {}, text, json } = answer;
  const written = Object.entries(headers).map(([name, template]) => [name, headerValue(template, values)] as const);
  const kept = Object.fromEntries(written);
  // What a sender chose is sent back: no browser may take it for a page.
  const safe = { ...kept, 'x-content-type-options': 'nosniff' };
  if (text !== undefined) {
    return { status, headers: { ...safe, 'content-type': 'text/plain' }, body: renderTemplate(text, values) };
  }
  if (json === undefined) return { status, headers: kept, body: '' };
  const fields = Object.entries(json).map(([name, value]) => [
    name,
    typeof value === 'string' ? renderTemplate(value, values) : value,
  ]);
  const body = JSON.stringify(Object.fromEntries(fields));
  return { status, headers: { ...safe, 'content-type': 'application/json' }, body };
}

/** Whether a secret of the source goes into it. */
export const answerNeedsKey = ({ headers = {}, text = '', json = {} }: HandshakeAnswer): boolean =>
  [text, ...Object.values(headers), ...Object.values(json)].some((one) => typeof one === 'string' && needsKey(one));

function headerValue(template: string, values: TemplateValues): string {
  const value = renderTemplate(template, values);
  if (!HEADER_VALUE.test(value)) throw new RejectedWebhook(400, 'malformed', 'This cannot stand in a header.');
  return value;
}
