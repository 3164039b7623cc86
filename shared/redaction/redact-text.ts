import { memberPaths, type FieldPaths } from './field-paths.ts';
import { HIDDEN, HIDDEN_PATHS_MAX, redactJson, type Redacted } from './redact-json.ts';

export interface Text {
  readonly text: string;
  readonly contentType: string;
}

/** The body without the values at these paths; undefined where it has no fields by which anything could be hidden. */
export function redactText({ text, contentType }: Text, paths: FieldPaths): Redacted | undefined {
  const isAnythingHidden = paths.isHit || paths.steps.length > 0;
  if (!isAnythingHidden) return { text, hidden: [], hiddenCount: 0 };
  if (isJson(text)) return redactJson(text, paths);
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return redactForm(text, paths);
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Some senders post forms, some XML; what can be hidden of these is another question.
    return false;
  }
}

/** Some senders post JSON as a field of a form: its own fields are steps behind the form's. */
function redactForm(form: string, paths: FieldPaths): Redacted | undefined {
  if (paths.isHit || !form.split('&').every((pair) => pair.includes('='))) return undefined;
  const fields = [...new URLSearchParams(form)].map(([name, value]) => {
    const place = memberPaths(paths, name);
    if (place.isHit) return { name, text: HIDDEN, hidden: [name], hiddenCount: 1 };
    if (!isJson(value)) return { name, text: value, hidden: [], hiddenCount: 0 };
    const redacted = redactJson(value, place);
    return { ...redacted, name, hidden: redacted.hidden.map((path) => `${name}.${path}`) };
  });
  const hidden = fields.flatMap((field) => field.hidden).slice(0, HIDDEN_PATHS_MAX);
  const hiddenCount = fields.reduce((sum, field) => sum + field.hiddenCount, 0);
  if (hiddenCount === 0) return { text: form, hidden, hiddenCount };
  const written = fields.map(({ name, text }) => `${encodeURIComponent(name)}=${encodeField(text)}`);
  return { text: written.join('&'), hidden, hiddenCount };
}

/** The mark stays legible. */
const encodeField = (text: string) => encodeURIComponent(text).replaceAll(encodeURIComponent(HIDDEN), HIDDEN);
