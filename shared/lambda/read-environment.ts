/**
 * The variables a function needs, all of them checked when it starts: a missing one is a wrong deployment, not a wrong event.
 * @throws {Error} that names what is missing
 */
export function readEnvironment<Name extends string>(names: readonly Name[]): Readonly<Record<Name, string>> {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`The function's environment lacks ${missing.join(', ')}; see serverless.yml`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- none of the names is missing
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<Name, string>;
}
