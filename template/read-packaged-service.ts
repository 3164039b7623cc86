import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const resource = v.looseObject({
  Type: v.string(),
  Properties: v.optional(v.record(v.string(), v.unknown()), {}),
  Condition: v.optional(v.string()),
});
const template = v.looseObject({
  Parameters: v.optional(v.record(v.string(), v.looseObject({ Default: v.optional(v.unknown()) })), {}),
  Conditions: v.optional(v.record(v.string(), v.unknown()), {}),
  Resources: v.record(v.string(), resource),
});
const settings = v.optional(v.record(v.string(), v.unknown()), {});
const state = v.looseObject({
  service: v.looseObject({
    service: v.string(),
    provider: v.looseObject({ stage: v.string(), region: v.string() }),
    custom: v.optional(v.looseObject({ esbuild: settings, workers: settings }), { esbuild: {}, workers: {} }),
    functions: v.record(v.string(), v.looseObject({ name: v.string() })),
  }),
});

export type TemplateResource = v.InferOutput<typeof resource>;
export type Template = v.InferOutput<typeof template>;

/** What `sls package` wrote: the CloudFormation template that a deploy would send, and the settings it was made with. */
export interface PackagedService {
  readonly template: Template;
  readonly stackName: string;
  readonly stage: string;
  readonly region: string;
  /** Function names as the template spells them → the short names of serverless.yml. */
  readonly shortNames: ReadonlyMap<string, string>;
  readonly esbuild: Readonly<Record<string, unknown>>;
  /** The rows of custom.workers. */
  readonly workers: Readonly<Record<string, unknown>>;
}

export async function readPackagedService(directory: string): Promise<PackagedService> {
  const { service } = await readJson(directory, 'serverless-state.json', state);
  return {
    template: await readJson(directory, 'cloudformation-template-update-stack.json', template),
    stackName: `${service.service}-${service.provider.stage}`,
    stage: service.provider.stage,
    region: service.provider.region,
    shortNames: new Map(Object.entries(service.functions).map(([shortName, { name }]) => [name, shortName])),
    esbuild: service.custom.esbuild,
    workers: service.custom.workers,
  };
}

async function readJson<Schema extends v.GenericSchema>(directory: string, file: string, schema: Schema) {
  const path = join(directory, file);
  const parsed = v.safeParse(schema, JSON.parse(await readFile(path, 'utf8')));
  if (parsed.success) return parsed.output;
  throw new Error(`${path} is not what \`sls package\` writes: ${v.summarize(parsed.issues)}`);
}
