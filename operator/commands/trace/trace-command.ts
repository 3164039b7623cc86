import type { Command } from '@commander-js/extra-typings';
import { parseInstant } from '../../options/parse-instant.ts';
import { wholeNumber } from '../../whole-number.ts';
import type { OpenSession } from '../session.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- trace 9a41c07d5be34f1e8c20d7b6630f1a58
  npm run hooks -- trace evt_1PqL2s --near yesterday --hours 48
  npm run hooks -- trace 72d3162e-cc78-11e3-81ab-4c9367dc0958 --json

Without --near it is looked for in the hours before now. "+5s" is counted from the request. What could not be looked at
is said below it; without the right to read logs that is when it was published, and the attempts.

Exit codes: 0 done   1 nothing is known of it, or failed   2 wrong usage   3 nothing runs here   4 access denied
--json: one object, {"kind":"trace"}, with delivery, events, stands, points and gaps.`;

/** @param now what `--near 3h` is counted back from */
export function addTraceCommand(program: Command, open: OpenSession, now: () => Date): void {
  program
    .command('trace')
    .description("Shows the way of one webhook: from its request to each worker's result or dead letter.")
    .argument('<id>', "a delivery id, an event id, or the sender's own event id")
    .option('--near <time>', 'it came at that time or before it', (text) => parseInstant(text, now()))
    .option('--hours <n>', 'look so many hours back', wholeNumber, 24)
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (id, { near, hours, json }) => {
      const { showTrace } = await import('./show-trace.ts');
      process.exitCode = await showTrace({ id, near, hours, asJson: json ?? false }, await open());
    });
}
