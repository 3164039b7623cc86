import { CommandError } from '../../command-error.ts';
import { nothingLive } from '../../doctor/live/nothing-live.ts';
import { openLive } from '../../doctor/live/open-live.ts';
import { rules } from '../../doctor/rules/index.ts';
import { runDoctor } from '../../doctor/run-doctor.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { OpenSession } from '../session.ts';
import { packagedIn, SERVICE_DIRECTORY } from './packaged-in.ts';
import { showReport, showRules } from './show-report.ts';

export interface DoctorOptions {
  readonly stage: string;
  readonly directory: string | undefined;
  readonly rule: string | undefined;
  readonly isList: boolean;
  readonly isOffline: boolean;
  readonly isStrict: boolean;
  readonly asJson: boolean;
}

export interface DoctorPorts {
  readonly terminal: Pick<Terminal, 'write' | 'tell' | 'paint' | 'columns' | 'interrupted'>;
  readonly open: OpenSession;
  readonly now: Date;
}

/** Answers whether a stage may be deployed. */
export async function doctor(options: DoctorOptions, { terminal, open, now }: DoctorPorts): Promise<ExitCode> {
  const { stage, directory, isOffline, isStrict, asJson } = options;
  const chosen = options.rule === undefined ? rules : rules.filter(({ name }) => name === options.rule);
  if (chosen.length === 0) {
    throw new CommandError(exitCode.wrongUsage, `There is no rule ${options.rule}: --list names them.`);
  }
  if (options.isList) {
    showRules(chosen, asJson, terminal);
    return exitCode.done;
  }
  const packaged = await packagedIn({ stage, directory }, terminal);
  const live = openLive({ stage, stackName: packaged.stackName, open, readStackTemplate, readAccountConcurrency });
  try {
    const report = await runDoctor({
      stage,
      packaged,
      serviceDirectory: SERVICE_DIRECTORY,
      live: isOffline ? nothingLive('--offline was asked for') : live,
      now,
      rules: chosen,
    });
    showReport(report, asJson, terminal);
    const isIll = report.findings.some(({ severity }) => isStrict || severity === 'error');
    if (isIll) return exitCode.failed;
    return report.notChecked.some(({ isFault }) => isFault) ? exitCode.wrongUsage : exitCode.done;
  } finally {
    await live.close();
  }
}

// The SDK's clients are loaded by whoever needs them.
async function readStackTemplate(stackName: string): Promise<string | undefined> {
  const { createStackTemplate } = await import('#shared/aws/stack-template.ts');
  const templates = createStackTemplate();
  return templates.templateOf(stackName).finally(() => templates.close());
}

async function readAccountConcurrency(): Promise<number> {
  const { createAccountLimits } = await import('#shared/aws/account-limits.ts');
  const limits = createAccountLimits();
  return limits.concurrency().finally(() => limits.close());
}
