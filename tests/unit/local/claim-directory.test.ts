import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimDirectory } from '../../../local/claim-directory.ts';

let directory: string;
const holders: ChildProcess[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'claim-'));
});
afterEach(() => {
  for (const child of holders.splice(0)) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

/** Another process that claims the directory and holds on to it. */
async function holder() {
  const module = new URL('../../../local/claim-directory.ts', import.meta.url).href;
  const code = `(await import(${JSON.stringify(module)})).claimDirectory(${JSON.stringify(directory)}); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  holders.push(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child;
}

test('a second start on the same directory is refused with the process that holds it', async () => {
  const child = await holder();
  expect(() => claimDirectory(directory)).toThrow(
    `(process ${child.pid}). Use that one, stop it, or start a second one`,
  );
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
});

test('a holder that was killed holds nothing any more', async () => {
  const child = await holder();
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  claimDirectory(directory).release();
});

test('a released directory can be claimed again', () => {
  claimDirectory(directory).release();
  claimDirectory(directory).release();
});

test('a claim that is undone leaves no directory that it made itself, and every other as it was', () => {
  const made = join(directory, 'made');
  claimDirectory(made).undo();
  expect(readdirSync(directory)).toEqual([]);

  writeFileSync(join(directory, 'state'), 'earlier');
  claimDirectory(directory).undo();
  expect(readdirSync(directory)).toContain('state');
  claimDirectory(directory).release();
});

test('a damaged lock file is named, with the way out', () => {
  writeFileSync(join(directory, 'lock.sqlite'), 'no database at all '.repeat(100));
  expect(() => claimDirectory(directory)).toThrow(/lock\.sqlite is damaged: delete that file and start again\.$/);
});
