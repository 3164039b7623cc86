import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { StartRefused } from './start-refused.ts';

export interface LocalOptions {
  /** Where serverless.yml lives. */
  readonly serviceDirectory: string;
  /** LOCAL_DIR: state, bundles, endpoints.json. */
  readonly directory: string;
  readonly webhooksPort: number;
  readonly awsPort: number;
  /** FUNCTIONS_AWS_URL: where functions find AWS, when something stands between them and the emulators. */
  readonly functionsAwsUrl?: string;
  /** LOCAL_RECORD_CALLS: where one call of each kind is written, a line of JSON each, with whether its role allows it. */
  readonly callsFile?: string;
  /** LOCAL_RECORD_INVOCATIONS: where every invocation is written, a line of JSON each. */
  readonly invocationsFile?: string;
  readonly fresh: boolean;
  readonly speed: number;
  /** A directory that `sls package` has already filled. */
  readonly packaged?: string;
  readonly inspectPort?: number;
}

/** Options from the command line, ports and directory from the environment. */
export function readOptions(argv: readonly string[], environment: NodeJS.ProcessEnv): LocalOptions {
  const command = new Command('npm start --')
    .description('Runs the whole pipeline on this machine: no AWS account, no Docker, no internet.')
    .option('--fresh', 'forget everything that earlier starts left in queues, buckets and tables')
    .option('--inspect [port]', 'open the debugger on 127.0.0.1 and let functions run without time-outs', inspectPort)
    .option(
      '--speed <n>',
      'let SQS times (visibility, delay, retention, windows) and schedules pass n times faster',
      factor,
      1,
    )
    .option('--packaged <directory>', 'use what `sls package --package <directory>` wrote instead of packaging')
    .addHelpText(
      'after',
      '\nEnvironment:\n  PORT       where webhooks go (3000; 0 = any free port)\n' +
        '  AWS_PORT   where SQS, SNS, S3, DynamoDB, Lambda, CloudWatch and STS answer (4566; 0 = any free port)\n' +
        '  LOCAL_DIR  where the state lives (.local)\n' +
        '  FUNCTIONS_AWS_URL  where functions find AWS instead: a proxy on this machine in front of AWS_PORT\n' +
        '  LOCAL_RECORD_CALLS  a file that gets one call of each kind that functions and operators send to AWS\n' +
        '  LOCAL_RECORD_INVOCATIONS  a file that gets every invocation of a function, with the bytes of its messages',
    )
    .parse([...argv]);
  const given = command.opts();
  const serviceDirectory = process.cwd();
  return {
    serviceDirectory,
    directory: resolve(serviceDirectory, environment['LOCAL_DIR'] || '.local'),
    webhooksPort: portFrom(environment, 'PORT', 3000),
    awsPort: portFrom(environment, 'AWS_PORT', 4566),
    ...functionsAwsUrlFrom(environment),
    ...(environment['LOCAL_RECORD_CALLS'] && { callsFile: resolve(environment['LOCAL_RECORD_CALLS']) }),
    ...(environment['LOCAL_RECORD_INVOCATIONS'] && {
      invocationsFile: resolve(environment['LOCAL_RECORD_INVOCATIONS']),
    }),
    fresh: given.fresh ?? false,
    speed: given.speed,
    ...(given.packaged === undefined ? {} : { packaged: resolve(given.packaged) }),
    ...(given.inspect === undefined ? {} : { inspectPort: given.inspect === true ? 9229 : given.inspect }),
  };
}

function inspectPort(value: string): number {
  if (isPort(value)) return Number(value);
  throw new InvalidArgumentError('It needs a port between 0 and 65535.');
}

function portFrom(environment: NodeJS.ProcessEnv, variable: string, byDefault: number): number {
  const value = environment[variable] || String(byDefault);
  if (isPort(value)) return Number(value);
  throw new StartRefused(`${variable}=${value} is no port: it must be between 0 and 65535 (0 takes any free one).`);
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) <= 65_535;
}

function functionsAwsUrlFrom({ FUNCTIONS_AWS_URL: value }: NodeJS.ProcessEnv): { functionsAwsUrl?: string } {
  if (!value) return {};
  // Queue URLs are made of it, and functions are kept from everything but loopback anyway.
  if (/^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(value)) return { functionsAwsUrl: value };
  throw new StartRefused(`FUNCTIONS_AWS_URL=${value} must be like http://127.0.0.1:4000, without a path.`);
}

function factor(value: string): number {
  const number = Number(value);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('It needs a number above 0.');
}
