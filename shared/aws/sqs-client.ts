import { SQSClient } from '@aws-sdk/client-sqs';
import type { ClientSettings } from './client-settings.ts';
import { withoutCallLog } from './without-call-log.ts';

/**
 * Without the SDK's MD5 of every message, which is a sixth of the time of a call: TLS and the signature, which covers a hash
 * of all that is sent, already tell what was changed on its way.
 */
export function createSqsClient(settings: ClientSettings): SQSClient {
  return withoutCallLog(new SQSClient({ ...settings, md5: false }));
}
