import type { Endpoints } from '../../local/endpoints.ts';

/** AWS clients that are created from here on talk to this running pipeline. */
export function pointAtEmulators({ aws, region }: Pick<Endpoints, 'aws' | 'region'>): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
}
