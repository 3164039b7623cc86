// `npm run template:diff [-- --against <ref>] [--stage prod]`: what an update from the last release would change.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { packageStage } from '../package-stage.ts';
import { readPackagedService } from '../read-packaged-service.ts';
import { describeDifference } from './describe-difference.ts';

const root = resolve(import.meta.dirname, '../..');
const git = async (...words: readonly string[]) =>
  (await promisify(execFile)('git', [...words], { cwd: root })).stdout.trim();

const { values } = parseArgs({ options: { against: { type: 'string' }, stage: { type: 'string', default: 'prod' } } });

/** Undefined where nothing has been released yet. */
const lastRelease = () => git('describe', '--tags', '--abbrev=0').catch(() => undefined);

async function tellDifference(ref: string, stage: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'webhook-pipeline-difference-'));
  const worktree = join(directory, 'worktree');
  const before = join(directory, 'before');
  const after = join(directory, 'after');
  try {
    await git('worktree', 'add', '--detach', worktree, ref);
    // The packages of now: those of then are not here, and a template depends on few of them.
    await symlink(join(root, 'node_modules'), join(worktree, 'node_modules'));
    await packageStage({ stage, serviceDirectory: worktree, outputDirectory: before });
    await packageStage({ stage, serviceDirectory: root, outputDirectory: after });
    const [old, young] = [await readPackagedService(before), await readPackagedService(after)];
    const { text, changedResources, lost } = await describeDifference(old.template, young.template);
    process.stdout.write(
      `From ${ref} to what is checked out, stage ${stage}: ${changedResources} resources change.\n${text}`,
    );
    if (lost.length > 0) process.stdout.write(`Removed, or perhaps made anew: ${lost.join(', ')}\n`);
  } finally {
    await git('worktree', 'remove', '--force', worktree).catch(() => undefined);
    await rm(directory, { recursive: true, force: true });
  }
}

const ref = values.against ?? (await lastRelease());
if (ref === undefined) process.stdout.write('Nothing has been released yet: there is no tag to compare with.\n');
else await tellDifference(ref, values.stage);
