import { readRights, type Rights } from '../../../local/iam/read-rights.ts';
import { createResolver } from '../../../template/create-resolver.ts';
import { readPackagedService, type PackagedService } from '../../../template/read-packaged-service.ts';
import { packagedDirectory } from '../packaged.ts';

/** Whose role lets a mapping take from which queues, by the function's name. */
export type Fed = ReadonlyMap<string, readonly string[]>;

export interface PackagedRights extends Rights {
  readonly fed: Fed;
}

/** What the template of a stage lets everybody do, with the names of stage local, as calls have them. */
export async function packagedRights(stage: 'local' | 'prod'): Promise<PackagedRights> {
  const packaged = await readPackagedService(packagedDirectory(stage));
  const { template, region, stackName } = packaged;
  const surroundings = { accountId: '000000000000', region, stackName, awsUrl: noUrl, webhooksUrl: noUrl };
  const resolver = createResolver(template, surroundings);
  const renamed = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replaceAll(`webhook-pipeline-${stage}`, 'webhook-pipeline-local')) as T;
  const { functions, operator, queuePolicies } = readRights(packaged, resolver);
  return {
    functions: new Map(renamed([...functions])),
    operator: renamed(operator),
    queuePolicies: renamed(queuePolicies),
    fed: new Map(renamed([...fedBy(packaged, resolver)])),
  };
}

const noUrl = 'http://127.0.0.1';

function fedBy({ template, shortNames }: PackagedService, resolver: ReturnType<typeof createResolver>): Fed {
  const mappings = Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping')
    .map(({ Properties }) => resolver.resolve(Properties) as { FunctionName: string; EventSourceArn: string });
  const named = mappings.map(({ FunctionName, EventSourceArn }) => ({
    name: shortNames.get(FunctionName.slice(FunctionName.lastIndexOf(':') + 1)) ?? FunctionName,
    EventSourceArn,
  }));
  return new Map(
    [...Map.groupBy(named, ({ name }) => name)].map(([name, all]) => [name, all.map((one) => one.EventSourceArn)]),
  );
}
