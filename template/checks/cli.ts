// `npm run check:template`: every stage as it would be deployed, looked at by all that needs no AWS.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packageStage } from '../package-stage.ts';
import { checkTemplate, type Check } from './check-template.ts';
import { variants } from './variants.ts';

const describeCheck = ({ name, findings, notRun }: Check): string => {
  if (notRun !== undefined) return `  ${name}: not run: ${notRun}\n`;
  if (findings.length === 0) return `  ${name}: nothing found\n`;
  return [
    `  ${name}: ${findings.length} found`,
    ...findings.map(({ place, problem }) => `    ${place}: ${problem}`),
    '',
  ].join('\n');
};

const directory = await mkdtemp(join(tmpdir(), 'webhook-pipeline-check-'));
let found = 0;
try {
  for (const { name, stage, params } of variants) {
    process.stderr.write(`Packaging ${name}…\n`);
    const outputDirectory = join(directory, name.replaceAll(' ', '-'));
    await packageStage({ stage, params, outputDirectory, serviceDirectory: resolve(import.meta.dirname, '../..') });
    const checks = await checkTemplate(outputDirectory);
    process.stdout.write(`${name}\n${checks.map(describeCheck).join('')}`);
    found += checks.reduce((sum, { findings }) => sum + findings.length, 0);
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
process.exitCode = found === 0 ? 0 : 1;
