import { join } from 'node:path';
import { readPackagedService } from '../read-packaged-service.ts';
import { allowedWildcards } from './allowed-wildcards.ts';
import { checkAgainstSchema } from './check-against-schema.ts';
import type { Finding } from './finding.ts';
import { findWildcards } from './find-wildcards.ts';
import { runCfnLint } from './run-cfn-lint.ts';

/** One look at a template: what it found, or why there was none. */
export interface Check {
  readonly name: string;
  readonly findings: readonly Finding[];
  readonly notRun?: string;
}

/** All that can be told of a template without AWS. @param directory where `sls package` wrote to */
export async function checkTemplate(directory: string): Promise<readonly Check[]> {
  const { template, region } = await readPackagedService(directory);
  const linted = await runCfnLint(join(directory, 'cloudformation-template-update-stack.json'), region);
  return [
    { name: "AWS's schemas", findings: await checkAgainstSchema(template) },
    { name: 'wildcards', findings: findWildcards(template, allowedWildcards) },
    'notRun' in linted
      ? { name: 'cfn-lint', findings: [], notRun: linted.notRun }
      : { name: linted.version, findings: linted.findings },
  ];
}
