/**
 * The value with every intrinsic replaced that is known here. Others stay as their own JSON: a rule that meets one sees a text
 * that fits nothing, and not a doctor that gives up.
 */
export function resolveGently(value: unknown, resolve: (value: unknown) => unknown): unknown {
  try {
    return resolve(value);
  } catch (error) {
    // Anything but an object is never resolved, so that this is a fault of ours.
    if (typeof value !== 'object' || value === null) throw error;
  }
  if (Array.isArray(value)) return value.map((one) => resolveGently(one, resolve));
  const entries = Object.entries(value);
  if (entries.length === 1 && entries.every(([key]) => key === 'Ref' || key.startsWith('Fn::')))
    return JSON.stringify(value);
  return Object.fromEntries(entries.map(([key, inner]) => [key, resolveGently(inner, resolve)]));
}
