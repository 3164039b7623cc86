import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const sls = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');

/** Runs `sls package` for this stage into the directory. Throws serverless's own words when it fails. */
export async function packageStage(stage: 'local' | 'prod', directory: string): Promise<void> {
  const args = [sls, 'package', '--stage', stage, '--package', directory];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`Stage ${stage} does not package:\n${output.join('').trim()}`);
}
