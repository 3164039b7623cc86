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
  if (Array.isArray(value)) {
    // Not forEach, which skips the holes that JSON.stringify fills with null.
    for (const [index, element] of value.entries()) checkPlainJson(element, `${path}[${index}]`, around);
    return;
  }
  if (!isPlain(value)) throw refusal(path, `a ${value.constructor?.name ?? 'class instance'}`);
  for (const [name, property] of Object.entries(value)) checkPlainJson(property, `${path}.${name}`, around);
}

const refusal = (path: string, found: string) => new TypeError(`Not plain JSON: ${path} is ${found}`);

/** A class instance has a prototype between itself and Object's, of whatever realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null);
}
