import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { forAnOperator, type ClientSettings } from './client-settings.ts';

export interface AccountLimits {
  /** How many invocations of all functions may run at once. */
  concurrency(signal?: AbortSignal): Promise<number>;
  close(): void;
}

/** Of the account and Region of the caller. */
export function createAccountLimits(settings: ClientSettings = forAnOperator): AccountLimits {
  const client = new LambdaClient(settings);
  return {
    async concurrency(signal) {
      const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}), signal && { abortSignal: signal });
      const count = AccountLimit?.ConcurrentExecutions;
      if (count === undefined) throw new Error('Lambda told no limit of concurrent executions');
      return count;
    },
    close: () => client.destroy(),
  };
}
