import { Option, type Command } from '@commander-js/extra-typings';
import { deadLetterStateSchema } from '#shared/messages/dead-letter.ts';
import type { OpenSession } from '../session.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- dead-letters groups
  npm run hooks -- dead-letters groups --from forward
  npm run hooks -- dead-letters groups --state quarantined --json

Exit codes: 0 done   1 failed   2 wrong usage   3 nothing runs here   4 access denied
--json: {"kind":"group"} for each, and {"kind":"summary"} with state, groups, count and quarantined (null: not known).`;

export function addGroupsCommand(deadLetters: Command, open: OpenSession): void {
  deadLetters
    .command('groups')
    .description('Groups dead letters by why they failed: how many, since when, who is hurt, and how to replay them.')
    .option('--from <worker>', 'only those of this worker, or of dispatch; without it of all')
    .addOption(
      new Option('--state <state>', 'in this state').choices(deadLetterStateSchema.options).default('open' as const),
    )
    .option('--json', 'one JSON object per group and a summary, line by line')
    .addHelpText('after', EXAMPLES)
    .action(async ({ from, state, json }) => {
      const { showGroups } = await import('./show-groups.ts');
      process.exitCode = await showGroups({ from, state, asJson: json ?? false }, await open());
    });
}
