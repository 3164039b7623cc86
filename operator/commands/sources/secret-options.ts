import type { Command } from '@commander-js/extra-typings';
import { parseFuture, parseSpan } from '../../options/parse-future.ts';
import { checkGenerate, type SecretChoice } from './take-secret.ts';

/** The ways a secret comes in; never on the command line, where others see it. */
export const addSecretOptions = <Arguments extends unknown[], Options extends Record<string, unknown>>(
  command: Command<Arguments, Options>,
  now: () => Date,
) =>
  command
    .option('--generate', 'make the secret up here, where it is ours to make up, instead of reading it')
    .option('--secret-file <path>', 'where a generated secret is written, for its owner alone; no file may be there')
    .option('--use <use>', 'what the secret is for, where the sender has several kinds: verify-token')
    .option('--not-before <time>', 'from when on it counts', (text) => parseFuture(text, now()))
    .option('--await-secret <span>', 'let the sender offer a secret for so long (10m), to be confirmed', parseSpan);

interface Given {
  readonly generate?: true | undefined;
  readonly secretFile?: string | undefined;
  readonly use?: string | undefined;
  readonly notBefore?: string | undefined;
}

export const secretChoice = ({ generate, secretFile, use, notBefore }: Given): SecretChoice => ({
  generateInto: checkGenerate(generate ?? false, secretFile),
  use,
  notBefore,
});
