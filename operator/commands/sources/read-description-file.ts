import { readFileSync } from 'node:fs';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { whereNotJson } from '../../where-not-json.ts';
import { whyUnreadable } from '../../why-unreadable.ts';

/** What a sender is like that a source describes itself. @throws {CommandError} */
export function readDescriptionFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(exitCode.wrongUsage, whyUnreadable(file, error), { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message quotes the text, and somebody may have named the file with the secret.
    throw new CommandError(exitCode.wrongUsage, `${file} is not valid JSON ${whereNotJson(text)}.`);
  }
}
