import { redactError } from './redact-error.ts';

/** Of a process. */
interface Crashing {
  listeners(name: string): readonly unknown[];
  prependListener(name: string, listener: (thrown: unknown) => void): unknown;
}

const CRASHES = ['uncaughtException', 'unhandledRejection'];

/**
 * What nobody awaits ends the function, and Lambda's runtime logs it as it was thrown, with all that it quotes and carries.
 * The runtime listens for it as we do, behind us: it sees the same error, redacted.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
 */
export function redactCrashes(crashing: Crashing): void {
  for (const name of CRASHES) {
    if (!crashing.listeners(name).includes(redactThrown)) crashing.prependListener(name, redactThrown);
  }
}

/** @throws {Error} in place of what cannot be changed; nobody behind us sees that one */
function redactThrown(thrown: unknown): void {
  const redacted = redactError(thrown);
  if (!(thrown instanceof Error) || !Object.isExtensible(thrown)) throw redacted;
  for (const key of Reflect.ownKeys(thrown)) Reflect.deleteProperty(thrown, key);
  for (const name of ['name', 'message', 'stack', 'cause'] as const) {
    const value = redacted[name];
    const isChanged = value === undefined || Reflect.defineProperty(thrown, name, { value, configurable: true });
    if (!isChanged) throw redacted;
  }
}
