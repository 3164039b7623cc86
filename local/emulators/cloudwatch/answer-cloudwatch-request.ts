import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';

import { callerOf } from '../access.ts';
import type { EmulatorContext } from '../emulator-context.ts';
import type { Answer } from '../http/answer.ts';
import { jsonAnswer, jsonError, readJson } from '../http/json.ts';
import { getMetricData, getMetricDataSchema } from './get-metric-data.ts';
import { sampleQueues } from './sample-queues.ts';

export const cloudWatchTarget = 'GraniteServiceVersion20100801.';
const version = '1.0';

/** CloudWatch's JSON 1.0 protocol, of which local mode has the one operation that operators need. */
export async function answerCloudWatchRequest(context: EmulatorContext, request: IncomingMessage): Promise<Answer> {
  const operation = String(request.headers['x-amz-target']).slice(cloudWatchTarget.length);
  if (operation !== 'GetMetricData') {
    return jsonError(version, 'InvalidAction', `Local mode does not have the CloudWatch operation ${operation}.`);
  }
  const access = { action: `cloudwatch:${operation}`, resource: '*' };
  const refusal = context.guard?.refusal(callerOf(request), [access]);
  if (refusal !== undefined) return jsonError(version, 'AccessDenied', refusal);
  const asked = v.safeParse(getMetricDataSchema, await readJson(request));
  if (!asked.success) return jsonError(version, 'InvalidParameterValueException', v.summarize(asked.issues));
  // What waits at this moment is part of the answer; on AWS it would be there a minute later.
  sampleQueues(context);
  return jsonAnswer(version, getMetricData(context, asked.output));
}
