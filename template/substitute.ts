/**
 * Fn::Sub in both forms. `${Name}` is a Ref or one of the given variables, `${Name.Attribute}` a GetAtt, and `${!Text}`
 * stays in the text as `${Text}`.
 */
export function substitute(
  argument: unknown,
  resolve: (value: unknown) => unknown,
  refer: (logicalId: string) => unknown,
  getAtt: (logicalId: string, attribute: string) => unknown,
): string {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') throw new Error(`Fn::Sub needs a text and got ${JSON.stringify(argument)}.`);
  const variables = new Map(Object.entries(given ?? {}));
  return text.replaceAll(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    const dot = name.indexOf('.');
    if (variables.has(name)) return asText(resolve(variables.get(name)), name);
    return asText(dot === -1 ? refer(name) : getAtt(name.slice(0, dot), name.slice(dot + 1)), name);
  });
}

function asText(value: unknown, name: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`Fn::Sub cannot put \${${name}} into a text: it is ${JSON.stringify(value)}.`);
}
