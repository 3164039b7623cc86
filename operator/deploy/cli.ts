// `npm run deploy -- --stage dev|prod`
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { styleText } from 'node:util';
import { Command, CommanderError } from '@commander-js/extra-typings';
import { findCaller } from '#shared/aws/caller.ts';
import { packageStage } from '../../template/package-stage.ts';
import { readPackagedService } from '../../template/read-packaged-service.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { askYesOrNo } from '../terminal/ask-yes-or-no.ts';
import { compareWithDeployed } from './compare-with-deployed.ts';
import { deploy } from './deploy.ts';
import { explainNoCaller } from './explain-no-caller.ts';

const root = resolve(import.meta.dirname, '../..');

const HELP = `
Examples:
  npm run deploy -- --stage dev
  npm run deploy -- --stage prod --dry-run
  npm run deploy -- --stage prod --param alertEmail=oncall@example.com --yes --json

Shows whose credentials these are, packages the stage, has the doctor look at it, shows what differs from what is deployed,
asks, deploys exactly that package, and sends a canary through it. docs/deploying.md says what it needs.

Exit codes: 0 deployed   1 refused, failed, or the canary did not come through   2 wrong usage   4 access denied   130 Ctrl-C
--json: one object {"kind":"deploy"} with outcome, account and status; all else is on stderr.`;

const each = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const program = new Command('npm run deploy --')
  .description('Deploys a stage to AWS, and sees whether a webhook comes through it.')
  .requiredOption('--stage <stage>', 'dev, prod or any other but local')
  .option('--region <region>', 'the Region', process.env['AWS_REGION'] || 'us-east-1')
  .option('--param <name=value>', 'over what serverless.yml says; may be repeated', each)
  .option('--package <folder>', 'what `sls package` wrote for this stage; left out, it is packaged now')
  .option('--dry-run', 'look at everything, and deploy nothing')
  .option('--yes', 'do not ask')
  .option('--no-canary', 'send no event through it afterwards')
  .option('--json', 'one JSON object at the end')
  .addHelpText('after', HELP)
  .exitOverride();

const tell = (text: string): void => void process.stderr.write(text);
const interrupted = new AbortController();
// CloudFormation and the children hear of it by themselves: here it only ends what comes next.
process.on('SIGINT', () => interrupted.abort());

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = explain(error);
}

async function main(): Promise<number> {
  const options = program.parse().opts();
  const { stage, region, param: params = [] } = options;
  if (options.package !== undefined && params.length > 0) {
    throw new CommandError(exitCode.wrongUsage, 'A package has its params in it: say --param when it is packaged.');
  }
  const words = ['--stage', stage, '--region', region, ...params.flatMap((param) => ['--param', param])];
  const made = options.package === undefined ? await mkdtemp(join(tmpdir(), 'webhook-pipeline-deploy-')) : undefined;
  const directory = made ?? resolve(options.package ?? '');
  const serverless = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');
  const hooks = (...more: readonly string[]) =>
    call([join(root, 'operator/cli.ts'), ...more, '--stage', stage], region);
  const { compare, findStatus } = compareWithDeployed(directory, region);
  try {
    const ended = await deploy(
      {
        stage,
        isDryRun: options.dryRun ?? false,
        isConfirmed: options.yes ?? false,
        hasCanary: options.canary,
      },
      {
        findCaller: () => findCaller(region).catch((error: unknown) => Promise.reject(explainNoCaller(error))),
        async pack() {
          if (made === undefined) return refuseOtherPackage(directory, { stage, region });
          tell(`Packaging stage ${stage}…\n`);
          await packageStage({ stage, params, region, outputDirectory: directory, serviceDirectory: root });
        },
        examine: () => hooks('doctor', '--package', directory),
        compare,
        update: () => call([serverless, 'deploy', ...words, '--package', directory], region),
        findStatus,
        sendCanary: () => hooks('canary'),
        tell,
        ask: process.stdin.isTTY ? (question) => askYesOrNo(question, () => interrupted.abort()) : undefined,
        interrupted: interrupted.signal,
      },
    );
    if (options.json) process.stdout.write(`${JSON.stringify({ kind: 'deploy', stage, region, ...ended })}\n`);
    return ended.exitCode;
  } finally {
    if (made !== undefined) await rm(made, { recursive: true, force: true });
  }
}

/** osls names the stack by the options, and what is in it by the package: what was looked at would not be what is updated. */
async function refuseOtherPackage(
  directory: string,
  { stage, region }: { readonly stage: string; readonly region: string },
): Promise<void> {
  const packaged = await readPackagedService(directory).catch((error: unknown) => {
    throw new CommandError(exitCode.wrongUsage, `${directory} holds no packaged stage: ${String(error)}`);
  });
  if (packaged.region === region && packaged.stage === stage) return;
  throw new CommandError(
    exitCode.wrongUsage,
    `${directory} is packaged for ${packaged.stage} in ${packaged.region}, and not for ${stage} in ${region}.`,
  );
}

/** Its words go where ours go; with its exit code. */
async function call(words: readonly string[], region: string): Promise<number> {
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...process.env, AWS_REGION: region },
    stdio: ['inherit', 2, 2],
  });
  return await new Promise<number>((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done(code ?? exitCode.interrupted));
  });
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.wrongUsage;
  const text = error instanceof CommandError ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${styleText('red', text, { stream: process.stderr })}\n`);
  return error instanceof CommandError ? error.exitCode : exitCode.failed;
}
