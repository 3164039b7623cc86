// `npm run template:diff [-- --against <ref>] [--stage prod]`: what an update from the last release would change.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { packageStage } from '../package-stage.ts';
import { readPackagedService } from '../read-packaged-service.ts';
import { describeDifference } from './describe-difference.ts';

const USAGE = 'npm run template:diff [-- --against <tag, branch or commit>] [--stage <stage>]\n';
const exitCode = { done: 0, failed: 1, wrongUsage: 2, interrupted: 130 } as const;

const root = resolve(import.meta.dirname, '../..');
const git = async (...words: readonly string[]) =>
  (await promisify(execFile)('git', [...words], { cwd: root })).stdout.trim();
const tell = (text: string): void => void process.stderr.write(text);

const interrupted = new AbortController();
// What was begun is taken away before it ends; the terminal tells the children by itself.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupted.abort());

process.exitCode = await main().catch((error: unknown) => {
  if (interrupted.signal.aborted) return exitCode.interrupted;
  tell(`${error instanceof Error ? error.message : String(error)}\n`);
  return exitCode.failed;
});

async function main(): Promise<number> {
  const given = readOptions();
  if (given === undefined) return exitCode.wrongUsage;
  const ref = given.against ?? (await lastRelease());
  if (ref === undefined) {
    process.stdout.write('Nothing has been released yet: there is no tag to compare with.\n');
    return exitCode.done;
  }
  const commit = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`).catch(() => '');
  if (commit === '') {
    tell(`There is no ${ref} here: name a tag, a branch or a commit that is in this clone.\n`);
    return exitCode.wrongUsage;
  }
  await tellDifference(ref, commit, given.stage);
  return exitCode.done;
}

function readOptions() {
  try {
    return parseArgs({ options: { against: { type: 'string' }, stage: { type: 'string', default: 'prod' } } }).values;
  } catch (error) {
    tell(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return undefined;
  }
}

/** Undefined where nothing has been released yet. */
function lastRelease(): Promise<string | undefined> {
  return git('describe', '--tags', '--abbrev=0').catch(() => undefined);
}

async function tellDifference(ref: string, commit: string, stage: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'webhook-pipeline-difference-'));
  const worktree = join(directory, 'worktree');
  const before = join(directory, 'before');
  const after = join(directory, 'after');
  const { signal } = interrupted;
  try {
    await git('worktree', 'add', '--detach', worktree, commit);
    // The packages of now: those of then are not here, and a template depends on few of them.
    await symlink(join(root, 'node_modules'), join(worktree, 'node_modules'));
    tell(`Packaging stage ${stage} of ${ref}…\n`);
    await packageStage({ stage, serviceDirectory: worktree, outputDirectory: before, signal });
    tell(`Packaging stage ${stage} of what is checked out…\n`);
    await packageStage({ stage, serviceDirectory: root, outputDirectory: after, signal });
    const [old, young] = [await readPackagedService(before), await readPackagedService(after)];
    const { text, changedResources, lost } = await describeDifference(old.template, young.template);
    process.stdout.write(
      `From ${ref} to what is checked out, stage ${stage}: ${changedResources} resources change.\n${text}`,
    );
    if (lost.length > 0) process.stdout.write(`Removed, or perhaps made anew: ${lost.join(', ')}\n`);
  } finally {
    await rm(directory, { recursive: true, force: true });
    // Where Ctrl-C came before git had made one, there is nothing to forget.
    await git('worktree', 'prune');
  }
}
