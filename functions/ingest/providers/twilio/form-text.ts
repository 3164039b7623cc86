import { parse } from 'node:querystring';
import { FORM_FIELDS_MAX } from '../../read-view.ts';

const AMPERSAND = '&'.charCodeAt(0);

/**
 * The fields of a form as Twilio signs them: by name, and of a repeated name each different value once. Undefined for a body
 * that is no form of Twilio's: one of more fields than are looked at for an id, of bytes and no field, which would be signed like an empty one, or of a
 * field without a name, whose value could be a part of any other.
 */
export function formText(body: Buffer): string | undefined {
  if (hasMoreFields(body)) return undefined;
  const fields = parse(body.toString('utf8'), '&', '=', { maxKeys: 0 });
  // Both by code unit: capital letters come first.
  const names = Object.keys(fields).toSorted();
  if ((names.length === 0 && body.length > 0) || names[0] === '') return undefined;
  return names.map((name) => fieldText(name, fields[name])).join('');
}

function fieldText(name: string, value: string | string[] | undefined): string {
  const values = [...new Set([value ?? ''].flat())].toSorted();
  return values.map((one) => name + one).join('');
}

function hasMoreFields(body: Buffer): boolean {
  let borders = 0;
  for (let at = body.indexOf(AMPERSAND); at !== -1; at = body.indexOf(AMPERSAND, at + 1)) {
    borders += 1;
    if (borders >= FORM_FIELDS_MAX) return true;
  }
  return false;
}
