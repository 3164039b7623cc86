import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Endpoints } from '../../local/endpoints.ts';

/** What a function of a running pipeline answers to this event. @throws when the function failed */
export async function invokeFunction({ lambda, region, functions }: Endpoints, shortName: string, event: unknown) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new LambdaClient({ endpoint: lambda, region, credentials, maxAttempts: 1 });
  try {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: functions[shortName], Payload: JSON.stringify(event) }),
    );
    const text = Payload?.transformToString() ?? '';
    if (FunctionError !== undefined) throw new Error(`${shortName} failed: ${text}`);
    return JSON.parse(text) as unknown;
  } finally {
    client.destroy();
  }
}
