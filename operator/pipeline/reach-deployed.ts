import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { explainAwsError } from './explain-aws-error.ts';
import { isPointedAtPipeline } from './point-at-pipeline.ts';
import type { Reach } from './reach.ts';

const SERVICE_FILE = join(import.meta.dirname, '..', '..', 'serverless.yml');
/** What a stage may be called, so that its functions' names are names: https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
const stageName = /^[A-Za-z0-9-]{1,32}$/;

/** A stage on AWS, by the operator's own AWS environment: region, profile and credentials are the SDK's to find. */
export function reachDeployed(stage: string, environment: NodeJS.ProcessEnv): Reach {
  if (!stageName.test(stage)) {
    throw new CommandError(exitCode.wrongUsage, `${stage} is no stage: letters, digits and hyphens, at most 32.`);
  }
  if (isPointedAtPipeline()) {
    throw new Error(`This process belongs to the pipeline on this machine and cannot reach the stage ${stage}`);
  }
  const service = environment['HOOKS_SERVICE'] || readServiceName();
  const prefix = `${service}-${stage}-`;
  return { stage, prefix, explain: (error, call) => explainAwsError(error, { ...call, stage, prefix }) };
}

function readServiceName(): string {
  const name = /^service: *(?<name>[\w-]+) *$/m.exec(readFileSync(SERVICE_FILE, 'utf8'))?.groups?.['name'];
  if (name !== undefined) return name;
  throw new CommandError(
    exitCode.wrongUsage,
    'serverless.yml has no line `service: <name>` that could be read: name the service in HOOKS_SERVICE.',
  );
}
