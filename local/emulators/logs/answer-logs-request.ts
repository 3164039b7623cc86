import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';

import { callerOf } from '../access.ts';
import type { EmulatorContext } from '../emulator-context.ts';
import type { Answer } from '../http/answer.ts';
import { jsonAnswer, jsonError, readJson } from '../http/json.ts';
import { filterLogEvents, filterLogEventsSchema, LogGroupNotFound, logGroupOf } from './filter-log-events.ts';
import { UnknownPattern } from './filter-pattern.ts';

export const logsTarget = 'Logs_20140328.';
const version = '1.1';

/** CloudWatch Logs' JSON 1.1 protocol, of which local mode has the one operation that operators need. */
export async function answerLogsRequest(context: EmulatorContext, request: IncomingMessage): Promise<Answer> {
  const operation = String(request.headers['x-amz-target']).slice(logsTarget.length);
  if (operation !== 'FilterLogEvents') {
    return jsonError(version, 'UnknownOperationException', `Local mode does not have the Logs operation ${operation}.`);
  }
  const asked = v.safeParse(filterLogEventsSchema, await readJson(request));
  if (!asked.success) return jsonError(version, 'InvalidParameterException', v.summarize(asked.issues));
  const { region, accountId } = context;
  const group = `arn:aws:logs:${region}:${accountId}:log-group:${logGroupOf(asked.output)}:log-stream:`;
  const refusal = context.guard?.refusal(callerOf(request), [{ action: `logs:${operation}`, resource: group }]);
  if (refusal !== undefined) return jsonError(version, 'AccessDeniedException', refusal);
  try {
    return jsonAnswer(version, filterLogEvents(context, asked.output));
  } catch (error) {
    if (error instanceof LogGroupNotFound) return jsonError(version, error.name, error.message);
    if (error instanceof UnknownPattern) return jsonError(version, 'InvalidParameterException', error.message);
    throw error;
  }
}
