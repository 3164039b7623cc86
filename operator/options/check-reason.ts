import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';

/** `…`, `...`, `<reason>`: what our own lines to paste, and those of runbooks, leave to be filled in. `[INC-42]` is none. */
const PLACEHOLDER = /^(?:[^\p{L}\p{N}]*|<\P{N}*>|\[\P{N}*\]|\{\P{N}*\})$/u;

/** @throws {CommandError} for what tells nobody why */
export function checkReason(reason: string): void {
  const said = reason.trim();
  if (!PLACEHOLDER.test(said)) return;
  const sentence =
    said === ''
      ? 'Say why with --reason: it is kept in the receipt.'
      : `--reason ${JSON.stringify(said)} is a placeholder: say in a few words why, for whoever reads the receipt later.`;
  throw new CommandError(exitCode.wrongUsage, sentence);
}
