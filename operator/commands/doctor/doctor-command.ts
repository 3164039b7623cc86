import type { Command } from '@commander-js/extra-typings';
import { openTerminal } from '../../terminal/open-terminal.ts';
import type { OpenSession } from '../session.ts';

const HELP = `
Examples:
  npm run hooks -- doctor --stage prod
  npm run hooks -- doctor --stage prod --offline --strict
  npm run hooks -- doctor --stage prod --package .serverless --json
  npm run hooks -- doctor --rule roles-minimal
  npm run hooks -- doctor --list

Packages the stage and holds the rules of docs/doctor.md against its template, its configuration and what is deployed.
What cannot be read is said under "not checked", with the reason. --offline looks at the template alone.

Exit codes: 0 nothing wrong in what could be looked at   1 something is wrong (with --strict warnings count, too)
            2 no such package, or a rule itself failed
--json: {"kind":"finding"} for each, then {"kind":"note"}, {"kind":"not-checked"} and one {"kind":"summary"}.`;

interface DoctorCommandPorts {
  readonly stage: () => string;
  readonly open: OpenSession;
  readonly now: () => Date;
}

export function addDoctorCommand(program: Command, { stage, open, now }: DoctorCommandPorts): void {
  program
    .command('doctor')
    .description('Looks for what would go wrong with a stage, before it is deployed.')
    .option('--package <folder>', 'what `sls package` wrote; left out, the stage is packaged now')
    .option('--rule <name>', 'this rule alone')
    .option('--list', 'only name the rules, and why they are there')
    .option('--offline', 'ask neither AWS nor a running pipeline')
    .option('--strict', 'fail for warnings, too')
    .option('--json', 'one JSON object per line')
    .addHelpText('after', HELP)
    .action(async ({ package: directory, rule, list, offline, strict, json }) => {
      // It knows every provider and packages; --help of the other commands must not wait for that.
      const { doctor } = await import('./doctor.ts');
      process.exitCode = await doctor(
        {
          stage: stage(),
          directory,
          rule,
          isList: list ?? false,
          isOffline: offline ?? false,
          isStrict: strict ?? false,
          asJson: json ?? false,
        },
        { terminal: openTerminal(), open, now: now() },
      );
    });
}
