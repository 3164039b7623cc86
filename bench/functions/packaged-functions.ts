import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { environmentVariables } from '../../local/functions/environment-variables.ts';
import { describeFunction, type LocalFunction } from '../../local/functions/local-function.ts';
import { readPipeline } from '../../local/template/read-pipeline.ts';
import { createResolver } from '../../template/create-resolver.ts';
import { readPackagedService } from '../../template/read-packaged-service.ts';
import { readZip } from './read-zip.ts';

/** A function as a deploy would ship it, unpacked. */
export interface PackagedFunction {
  readonly name: string;
  readonly bundle: string;
  readonly bundleBytes: number;
  readonly zipBytes: number;
  readonly timeoutSeconds: number;
  /** As Lambda gives it, every AWS endpoint at one address. */
  readonly environment: (awsUrl: string) => Readonly<Record<string, string>>;
}

/** Stands in queue URLs until it is known where AWS is. */
const NO_AWS = 'http://aws.invalid';

/** @param directory what `sls package` wrote @param scratch where to unpack it */
export async function packagedFunctions(directory: string, scratch: string): Promise<readonly PackagedFunction[]> {
  const { template, region, stackName, shortNames } = await readPackagedService(directory);
  const surroundings = {
    accountId: '000000000000',
    region,
    stackName,
    awsUrl: NO_AWS,
    webhooksUrl: 'http://webhooks.invalid',
  };
  const resources = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::Lambda::Function');
  const { functions } = readPipeline(Object.fromEntries(resources), createResolver(template, surroundings));
  return Promise.all(
    functions.map(async (resource) => {
      const shortName = shortNames.get(resource.name) ?? resource.logicalId;
      return unpack({ directory, scratch, region }, describeFunction(resource, shortName, resource.name));
    }),
  );
}

async function unpack(
  { directory, scratch, region }: { readonly directory: string; readonly scratch: string; readonly region: string },
  described: LocalFunction,
): Promise<PackagedFunction> {
  const { shortName, modulePath } = described;
  const zip = await readFile(join(directory, `${shortName}.zip`));
  const bundled = readZip(zip).get(`${modulePath}.cjs`);
  if (!bundled) throw new Error(`${shortName}.zip has no ${modulePath}.cjs`);
  const bundle = join(scratch, `${shortName}/${modulePath}.cjs`);
  await mkdir(dirname(bundle), { recursive: true });
  await writeFile(bundle, bundled);
  return {
    name: shortName,
    bundle,
    bundleBytes: bundled.length,
    zipBytes: zip.length,
    timeoutSeconds: described.timeoutSeconds,
    environment(awsUrl) {
      const variables = environmentVariables(described, { awsUrl, region, taskRoot: join(scratch, shortName) });
      return Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [name, value.replace(NO_AWS, awsUrl)]),
      );
    },
  };
}
