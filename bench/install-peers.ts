import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NotRun } from '../tests/support/run-program.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
/** npm writes it last. */
const installed = fileURLToPath(new URL('./node_modules/.package-lock.json', import.meta.url));
const lockfile = fileURLToPath(new URL('./package-lock.json', import.meta.url));

/** Brings what only the bench needs, unless it is there as the lockfile wants it. @throws {NotRun} with npm's own words */
export async function installPeers(tell: (line: string) => void, signal: AbortSignal): Promise<void> {
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs) return;
  tell('Installing what is measured beside ours…');
  const said: string[] = [];
  const child = spawn('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    signal,
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new NotRun(`npm ci --prefix bench ended with ${code}:\n${said.join('').trim()}`);
}
