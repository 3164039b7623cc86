// What is looked at is what is deployed: the stage is packaged once, and every step after that has the same folder.
import type { Caller } from '#shared/aws/caller.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import { LOCAL_STAGE } from '../pipeline/local-stage.ts';
import { describeRollback } from './describe-rollback.ts';

export interface DeployOptions {
  readonly stage: string;
  /** Look at everything, and change nothing. */
  readonly isDryRun: boolean;
  readonly isConfirmed: boolean;
  readonly hasCanary: boolean;
}

/** Each is one step, and tells of itself as it goes on. */
export interface DeployPorts {
  /** @throws with what to do about it */
  readonly findCaller: () => Promise<Caller>;
  readonly pack: () => Promise<void>;
  /** Its exit code. */
  readonly examine: () => Promise<number>;
  /** What differs from what is deployed. */
  readonly compare: () => Promise<{
    readonly isFirst: boolean;
    readonly text: string;
    readonly lost: readonly string[];
  }>;
  /** Its exit code. */
  readonly update: () => Promise<number>;
  readonly findStatus: () => Promise<string>;
  /** Its exit code. */
  readonly sendCanary: () => Promise<number>;
  readonly tell: (text: string) => void;
  /** Undefined where nobody can be asked. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
  /** Ctrl-C. */
  readonly interrupted: AbortSignal;
}

export interface Deployed {
  readonly exitCode: ExitCode;
  /** `refused` before anything was changed; `interrupted` says in `status` how far the stack is. */
  readonly outcome: 'deployed' | 'dry-run' | 'refused' | 'not-updated' | 'canary-stopped' | 'interrupted';
  readonly account?: string;
  /** Of the stack, where an update was begun. */
  readonly status?: string;
}

/** Looks, asks, deploys, and sees whether a webhook still comes through. */
export async function deploy(options: DeployOptions, ports: DeployPorts): Promise<Deployed> {
  const { stage } = options;
  const { tell, interrupted } = ports;
  if (stage.toLowerCase() === LOCAL_STAGE) {
    tell('Stage local belongs to this machine and is never deployed: it runs with `npm start`.\n');
    return { exitCode: exitCode.wrongUsage, outcome: 'refused' };
  }
  const { account, arn } = await ports.findCaller();
  tell(`Account ${account}, as ${arn}.\n`);
  const refused = (code: ExitCode = exitCode.failed): Deployed =>
    interrupted.aborted
      ? { exitCode: exitCode.interrupted, outcome: 'interrupted', account }
      : { exitCode: code, outcome: 'refused', account };

  await ports.pack();
  if (interrupted.aborted) return refused();
  const examined = await ports.examine();
  if (examined !== exitCode.done) {
    const isFound = examined === exitCode.failed;
    tell(`Nothing was deployed: the doctor ${isFound ? 'found what would go wrong' : 'could not look'}.\n`);
    return refused(isKnown(examined) ? examined : exitCode.failed);
  }
  const difference = await ports.compare();
  tell(describeChange(stage, difference));
  if (interrupted.aborted) return refused();
  if (options.isDryRun) {
    tell('Nothing was deployed: this was a dry run.\n');
    return { exitCode: exitCode.done, outcome: 'dry-run', account };
  }
  const agreed = await isAgreed(options, account, ports);
  if (agreed !== true) return refused(agreed);
  return update(options, account, difference.isFirst, ports);
}

const isKnown = (code: number): code is ExitCode => Object.values<number>(exitCode).includes(code);

function describeChange(stage: string, { isFirst, text, lost }: Awaited<ReturnType<DeployPorts['compare']>>): string {
  if (isFirst) return `There is no stage ${stage} in this account and Region yet: all of it is made.\n`;
  // Code is not in a template; whether it differs osls finds out by its hashes.
  if (text === '')
    return 'The template is as it is deployed; if the code of any function differs, all of it is uploaded.\n';
  const warning = lost.length === 0 ? '' : `Removed, or perhaps made anew: ${lost.join(', ')}.\n`;
  return `${text}${warning}`;
}

async function isAgreed(
  { stage, isConfirmed }: DeployOptions,
  account: string,
  { tell, ask }: DeployPorts,
): Promise<true | ExitCode> {
  if (isConfirmed) return true;
  if (!ask) {
    tell(`This would deploy stage ${stage} to the account ${account}: say --yes, as nobody can be asked here.\n`);
    return exitCode.wrongUsage;
  }
  if (await ask(`Deploy stage ${stage} to the account ${account}?`)) return true;
  tell('Nothing was deployed.\n');
  return exitCode.failed;
}

async function update(
  { stage, hasCanary }: DeployOptions,
  account: string,
  isFirst: boolean,
  ports: DeployPorts,
): Promise<Deployed> {
  const { tell, interrupted } = ports;
  const code = await ports.update();
  // Whether it could be read or not, what became of the update is told.
  const status = await ports.findStatus().catch((error: unknown) => {
    tell(`The state of the stack could not be read: ${error instanceof Error ? error.message : String(error)}\n`);
    return 'unknown';
  });
  if (interrupted.aborted) {
    tell(
      `Nobody waits for it any more, but CloudFormation goes on by itself: the stack of stage ${stage} is ${status}. ` +
        'The same command waits for it and goes on from there.\n',
    );
    return { exitCode: exitCode.interrupted, outcome: 'interrupted', account, status };
  }
  if (code !== 0) {
    tell(`The update of stage ${stage} failed; its stack is ${status}.\n${describeRollback(stage, status, isFirst)}`);
    return { exitCode: exitCode.failed, outcome: 'not-updated', account, status };
  }
  if (hasCanary && (await ports.sendCanary()) !== 0) {
    if (interrupted.aborted) return { exitCode: exitCode.interrupted, outcome: 'interrupted', account, status };
    tell(
      `Stage ${stage} is deployed, and the canary did not come through.\n${describeRollback(stage, status, isFirst)}`,
    );
    return { exitCode: exitCode.failed, outcome: 'canary-stopped', account, status };
  }
  tell(`Stage ${stage} is deployed.\n`);
  return { exitCode: exitCode.done, outcome: 'deployed', account, status };
}
