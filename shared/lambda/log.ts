import { Logger } from '@aws-lambda-powertools/logger';
import type { Log, LogFields } from '../ports.ts';
import { redactCrashes } from './redact-crashes.ts';
import { redactError } from './redact-error.ts';

/** Structured lines through Powertools; the service is the function's own name. What the runtime logs of a crash is redacted as well. */
export function createLog(): Log {
  redactCrashes(process);
  const logger = new Logger({ serviceName: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'webhook-pipeline' });
  return {
    info: (message, fields) => logger.info(message, loggable(fields)),
    warn: (message, fields) => logger.warn(message, loggable(fields)),
    error: (message, fields) => logger.error(message, loggable(fields)),
  };
}

/**
 * Powertools prints an Error with its stack only under the key `error`, and with all that it carries: here it is what a log
 * may show, whoever logs it.
 */
function loggable(fields: LogFields) {
  const { error, ...rest } = fields;
  return error === undefined ? rest : { ...rest, error: redactError(error) };
}
