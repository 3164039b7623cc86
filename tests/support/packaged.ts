import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown> }>
  >;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** Where the stage was packaged before the tests began. */
export function packagedDirectory(stage: 'local' | 'prod'): string {
  const directory = process.env['PACKAGED_DIR'];
  if (!directory) throw new Error('PACKAGED_DIR is not set: jest.config.ts lost its globalSetup');
  return join(directory, stage);
}

/** The CloudFormation template that would be deployed, and the resolved configuration it was made from. */
export function readPackaged(stage: 'local' | 'prod'): { readonly template: Template; readonly state: unknown } {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(packagedDirectory(stage), name), 'utf8'));
  return {
    template: read('cloudformation-template-update-stack.json') as Template,
    state: read('serverless-state.json'),
  };
}
