import type { Endpoints } from './endpoints.ts';
import { emphasize, say, soften } from './terminal.ts';

export interface ReadySettings {
  readonly endpoints: Endpoints;
  readonly leftOvers: readonly string[];
  readonly paused: readonly string[];
  readonly seconds: number;
  readonly packagingSeconds: number;
  readonly inspecting: boolean;
}

/** Where everything is and what to try next; programs wait for the line that starts with "ready in". */
export function sayReady({ endpoints, leftOvers, paused, seconds, packagingSeconds, inspecting }: ReadySettings): void {
  const results = Object.values(endpoints.buckets).find((name) => name.includes('results'));
  const lines = [
    '',
    `  webhooks   ${emphasize(`${endpoints.webhooks}/webhooks/<source>`)}`,
    `  aws        ${endpoints.aws}   ${soften('SQS, SNS, S3, DynamoDB, Lambda, CloudWatch, Logs and STS')}`,
    `  functions  ${Object.keys(endpoints.functions).join(', ')}`,
    ...(inspecting ? [`  debugger   breakpoints in functions/ work; functions run without time-outs`] : []),
    ...(paused.length === 0
      ? []
      : [
          `  paused     ${emphasize([...new Set(paused)].join(', '))}: what comes waits (npm run hooks -- workers resume <name>)`,
        ]),
    ...(leftOvers.length === 0
      ? []
      : [`  left from an earlier template (--fresh forgets it): ${leftOvers.join(', ')}`]),
    '',
    '  Try: npm run hooks -- send github push, and npm run console: what comes, what fails, and why',
    ...(results === undefined
      ? []
      : [`  Look: aws s3 ls --recursive s3://${results} --endpoint-url ${endpoints.aws} --no-sign-request`]),
    '  Edit anything in functions/ and send again. Ctrl-C stops; what is queued and stored stays.',
    '',
    `ready in ${seconds.toFixed(1)} s${packagingSeconds > 0 ? ` (after ${packagingSeconds.toFixed(1)} s of packaging)` : ''}`,
  ];
  for (const line of lines) say(line);
}
