/** Further down lies what a worker was sent, and not what it made: an archived body, a sender's own objects. */
const NAMED_LEVELS = 2;
/** A key that a programmer wrote. Any other may be a sender's text. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,30}$/;

/**
 * Whatever JSON.stringify would drop or change is refused, because what a worker returns is all that is kept of its work.
 * @throws {TypeError} that names the place and what stands there, never its value
 */
export function checkPlainJson(value: unknown): void {
  check(value, [], []);
}

/** @param steps from the result to the value: a place is put into words only where something is refused */
function check(value: unknown, steps: (string | number)[], within: unknown[]): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'object') throw refusal(steps, typeof value === 'number' ? String(value) : typeof value);
  if (within.includes(value)) throw refusal(steps, 'an object that contains itself');
  if (!Array.isArray(value) && !isPlain(value))
    throw refusal(steps, `a ${value.constructor?.name ?? 'class instance'}`);
  within.push(value);
  // Object.keys passes over the holes of an array, which JSON.stringify fills with null.
  for (const step of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    steps.push(step);
    check(Reflect.get(value, step), steps, within);
    steps.pop();
  }
  within.pop();
}

const refusal = (steps: readonly (string | number)[], found: string) =>
  new TypeError(`Not plain JSON: ${placeOf(steps)} is ${found}`);

function placeOf(steps: readonly (string | number)[]): string {
  const named = steps
    .slice(0, NAMED_LEVELS)
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${NAME.test(step) ? step : '?'}`));
  return `the result${named.join('')}${steps.length > NAMED_LEVELS ? '…' : ''}`;
}

/** A class instance has a prototype between itself and Object's, of whatever realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null);
}
