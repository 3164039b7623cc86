import type { Endpoints } from '../../local/endpoints.ts';
import { localObjects } from './local-objects.ts';

/** Forward posts every event to this URL from now on, and to no other. */
export async function putDestination(endpoints: Endpoints, url: string): Promise<void> {
  const secrets = ['whsec_dGVzdHMtb25seS1kZXN0aW5hdGlvbi1rZXk='];
  const destinations = Buffer.from(JSON.stringify({ everything: { url, secrets } }));
  const type = { contentType: 'application/json' };
  await localObjects(endpoints, 'ConfigBucket').put('config/destinations.json', destinations, type);
}
