import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';

export interface CallerProof {
  /** A GetCallerIdentity that whoever holds it can send: the answer says whose credentials signed it, and nothing else. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is stolen on its way is soon worth nothing; clocks may differ by some seconds. */
const PROOF_SECONDS = 60;
const RUN_HEADER = 'x-webhook-pipeline-run';

/**
 * Presigned for one run: its name is signed with it, so that nobody uses it for another.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function createCallerProof(run: string): Promise<CallerProof> {
  const client = new STSClient({});
  const { url, region, credentials } = await resolve(client).finally(() => client.destroy());
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: client.config.sha256 });
  const signed = await signer.presign(
    {
      method: 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host: url.host, [RUN_HEADER]: run },
    },
    { expiresIn: PROOF_SECONDS },
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(signed.query ?? {})) query.set(name, String(value));
  return { url: `${url.origin}/?${query.toString()}`, headers: { [RUN_HEADER]: run } };
}

/** Where the SDK would send the call, in every partition and with every setting of its endpoint; it does not send it. */
async function resolve(client: STSClient) {
  const found = Promise.withResolvers<URL>();
  client.middlewareStack.add(
    (_next, context) => () => {
      if (context.endpointV2) found.resolve(context.endpointV2.url);
      else found.reject(new Error('The SDK found no endpoint for STS'));
      return Promise.resolve({ output: { $metadata: {} }, response: undefined });
    },
    { step: 'build' },
  );
  const [credentials, region] = await Promise.all([
    client.config.credentials(),
    client.config.region(),
    client.send(new GetCallerIdentityCommand({})),
  ]);
  return { credentials, region, url: await found.promise };
}
