import { forAnOperator } from '#shared/aws/client-settings.ts';
import type { ObjectListing } from '#shared/ports.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import type { Config } from './pipeline.ts';
import type { Reach } from './reach.ts';

/** @param bucket as inspect tells it */
export function openConfig({ explain, stage }: Reach, bucket: string | undefined): Config {
  let opening: Promise<Config> | undefined;
  const open = async (): Promise<Config> => {
    if (bucket === undefined) {
      throw new CommandError(
        exitCode.failed,
        `The version that is deployed as ${stage} does not tell where its sources are: deploy this one first.`,
      );
    }
    // Few commands need it, and its client takes its time to load.
    const { createObjects } = await import('#shared/aws/objects.ts');
    return createObjects(bucket, forAnOperator);
  };
  const explained = async <Answer>(
    right: string,
    key: string,
    call: (config: Config) => Promise<Answer>,
  ): Promise<Answer> => {
    opening ??= open();
    try {
      return await call(await opening);
    } catch (error) {
      throw explain(error, { right, policy: 'manage-sources', about: `${bucket}/${key}` });
    }
  };
  return {
    get: (key) => explained('s3:GetObject', key, (config) => config.get(key)),
    putIfAbsent: (key, ...written) => explained('s3:PutObject', key, (config) => config.putIfAbsent(key, ...written)),
    putIfUnchanged: (key, ...written) =>
      explained('s3:PutObject', key, (config) => config.putIfUnchanged(key, ...written)),
    remove: (key) => explained('s3:DeleteObject', key, (config) => config.remove(key)),
    async *list(prefix, after) {
      yield* await explained('s3:ListBucket', prefix, (config) => collected(config.list(prefix, after)));
    },
  };
}

async function collected(listing: AsyncIterable<ObjectListing>): Promise<readonly ObjectListing[]> {
  const all: ObjectListing[] = [];
  for await (const one of listing) all.push(one);
  return all;
}
