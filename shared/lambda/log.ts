import { inspect } from 'node:util';
import { Logger } from '@aws-lambda-powertools/logger';
import type { Log, LogFields } from '../ports.ts';

/** Structured lines through Powertools; the service is the function's own name. */
export function createLog(): Log {
  const logger = new Logger({ serviceName: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'webhook-pipeline' });
  return {
    info: (message, fields) => logger.info(message, loggable(fields)),
    warn: (message, fields) => logger.warn(message, loggable(fields)),
    error: (message, fields) => logger.error(message, loggable(fields)),
  };
}

/** Powertools prints an Error with its stack only under the key `error`; anything else thrown is named by its text. */
function loggable(fields: LogFields) {
  const { error, ...rest } = fields;
  if (error === undefined) return rest;
  return {
    ...rest,
    error: error instanceof Error ? error : new Error(typeof error === 'string' ? error : inspect(error, { depth: 0 })),
  };
}
