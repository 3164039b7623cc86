import type { Command } from '@commander-js/extra-typings';
import { wholeNumber } from '../../whole-number.ts';
import type { OpenSession } from '../session.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- canary
  npm run hooks -- canary --stage prod --timeout 120
  npm run hooks -- canary --stage prod --json

It is posted to the stage's own URL through the source canary, which is added with a secret of its own where there is none.
Only the worker canary gets it: it is not archived, not forwarded and not counted. It needs the policies operate and
manage-sources; who may also read logs is told how far one came that has no result.

Exit codes: 0 it came through   1 it did not, or failed   2 wrong usage   3 nothing runs here   4 access denied   130 Ctrl-C
--json: one object, {"kind":"canary"}, with steps, isThrough and, where it stopped, stop.`;

export function addCanaryCommand(program: Command, open: OpenSession): void {
  program
    .command('canary')
    .description('Sends a signed event through the whole pipeline, and waits until its result is there.')
    .option(
      '--timeout <seconds>',
      'wait so long; else a minute, and two before that where ingest holds old sources',
      wholeNumber,
    )
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async ({ timeout, json }) => {
      const [{ showCanary }, { sourceTools }] = await Promise.all([
        import('./show-canary.ts'),
        import('../sources/source-tools.ts'),
      ]);
      const timeoutMs = timeout === undefined ? undefined : timeout * 1000;
      process.exitCode = await showCanary({ timeoutMs, asJson: json ?? false }, await open(), sourceTools);
    });
}
