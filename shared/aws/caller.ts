import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { forAnOperator } from './client-settings.ts';

export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/** Whose credentials these are. @throws where there are none, or where they are none any more */
export async function findCaller(region: string): Promise<Caller> {
  const client = new STSClient({ ...forAnOperator, region });
  try {
    const { Account: account = '', Arn: arn = '' } = await client.send(new GetCallerIdentityCommand({}));
    return { account, arn };
  } finally {
    client.destroy();
  }
}
