import { InvalidArgumentError, type Command } from '@commander-js/extra-typings';
import { text as readAll } from 'node:stream/consumers';
import type { Secret } from '#shared/messages/source.ts';
import { parseInstant } from '../../options/parse-instant.ts';
import type { ReadSources } from '../../pipeline/read-running-sources.ts';
import { openTerminal } from '../../terminal/open-terminal.ts';

const HELP = `
Examples:
  npm run hooks -- verify functions/ingest/providers/stripe/vectors.json
  npm run hooks -- verify recorded/ --json
  npm run hooks -- verify event.json --source stripe-eu --at 2026-01-31T08:00Z
  npm run hooks -- verify event.json --provider stripe --secret-stdin < secret.txt
  npm run hooks -- verify event.json --provider custom --description acme.json --secret-stdin < secret.txt

A file holds signed requests (\`vectors\`), handshakes (\`cases\`), or one API Gateway event as ingest got it. The clock stands
at --at, else at the time in the file. Without --provider an event is checked with the source that its path names:
that of the stage; locally of the running pipeline, or of local/sources.json where none runs.
No secret is printed. Certificates are fetched from their sender's host, unless the file has them.

Exit codes: 0 all as expected (or valid, where a file expects nothing)   1 not so   2 a file could not be read
--json: one array of {file, name, provider, expected, actual, reason}.`;

interface VerifyCommandPorts {
  readonly now: () => Date;
  /** Those of the stage that the command line names. */
  readonly readSources: () => Promise<ReadSources>;
}

export function addVerifyCommand(program: Command, { now, readSources }: VerifyCommandPorts): void {
  program
    .command('verify')
    .description('Says of recorded webhooks whether their signature holds, and why not.')
    .argument('<files...>', 'JSON files, or folders of them')
    .option('--at <time>', 'where the clock stands: unix seconds, an instant, or how long ago', (text) =>
      instantOf(text, now()),
    )
    .option('--provider <name>', 'of files that name none')
    .option('--description <file>', 'of the provider custom: its description, as JSON')
    .option('--source <name>', 'take provider, secrets and options of this source, where a file names none')
    .option('--secret-stdin', 'read the secret from standard input, or several, one a line')
    .option('--json', 'one JSON array')
    .addHelpText('after', HELP)
    .action(async (paths, { at, provider, description, source, secretStdin, json }) => {
      const secrets = secretStdin ? secretsIn(await readAll(process.stdin)) : [];
      const { verify } = await import('./verify.ts');
      const { readDescriptionFile } = await import('../sources/read-description-file.ts');
      process.exitCode = await verify(
        {
          paths,
          provider,
          description: description === undefined ? undefined : readDescriptionFile(description),
          source,
          secrets,
          at,
          asJson: json ?? false,
        },
        { terminal: openTerminal(), now: now(), readSources },
      );
    });
}

/** Files of signed requests count in unix seconds. */
const instantOf = (text: string, now: Date): Date => {
  const date = /^\d{9,11}$/.test(text) ? new Date(Number(text) * 1000) : new Date(parseInstant(text, now));
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError('It is no time.');
  return date;
};

const secretsIn = (text: string): readonly Secret[] =>
  text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((value) => ({ value }));
