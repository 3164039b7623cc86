/** Further down lies what a worker was sent, and not what it made: an archived body, a sender's own objects. */
const NAMED_LEVELS = 2;
/** A key that a programmer wrote. Any other may be a sender's text. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,30}$/;

/**
 * Whatever JSON.stringify would drop or change is refused, because what a worker returns is all that is kept of its work.
 * @throws {TypeError} that names the place and what stands there, never its value
 */
export function checkPlainJson(value: unknown, path = 'the result', within: readonly unknown[] = []): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'object') throw refusal(path, typeof value === 'number' ? String(value) : typeof value);
  if (within.includes(value)) throw refusal(path, 'an object that contains itself');
  const around = [...within, value];
  const placeOf = (step: string) => (within.length < NAMED_LEVELS ? `${path}${step}` : unnamed(path));
  if (Array.isArray(value)) {
    // Not forEach, which skips the holes that JSON.stringify fills with null.
    for (const [index, element] of value.entries()) checkPlainJson(element, placeOf(`[${index}]`), around);
    return;
  }
  if (!isPlain(value)) throw refusal(path, `a ${value.constructor?.name ?? 'class instance'}`);
  for (const [name, property] of Object.entries(value)) {
    checkPlainJson(property, placeOf(`.${NAME.test(name) ? name : '?'}`), around);
  }
}

const unnamed = (path: string) => (path.endsWith('…') ? path : `${path}…`);

const refusal = (path: string, found: string) => new TypeError(`Not plain JSON: ${path} is ${found}`);

/** A class instance has a prototype between itself and Object's, of whatever realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null);
}
