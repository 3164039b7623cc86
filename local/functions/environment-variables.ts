import { functionKey } from '../iam/access-keys.ts';
import type { LocalFunction } from './local-function.ts';

/**
 * The whole environment of a function: its template's variables and what the Lambda runtime adds. Nothing of the shell
 * gets in, so a variable that is missing in the template is missing here as well.
 */
export function environmentVariables(
  local: LocalFunction,
  place: { readonly awsUrl: string; readonly region: string; readonly taskRoot: string },
): Record<string, string> {
  return {
    ...local.variables,
    AWS_ACCESS_KEY_ID: functionKey(local.shortName),
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_ENDPOINT_URL: place.awsUrl,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: local.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(local.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${local.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: place.taskRoot,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    _HANDLER: `${local.modulePath}.${local.exportName}`,
  };
}
