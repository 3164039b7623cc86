// Invokes a function as `sls invoke local` does once the plugin of stage local has prepared it, without the seconds that
// osls takes to load and to build: node invoke-with-plugin.ts <function> <invocation event> <bundle>.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const require = createRequire(import.meta.url);
const StayLocal = require('../../local/serverless-plugin.cjs');

const [name = '', file = '', bundle = ''] = process.argv.slice(2);
const functionName = `webhook-pipeline-local-${name}`;
// Neither Ref nor Fn::GetAtt is anything that a process could be given.
const declared: { environment: Record<string, unknown> } = { environment: { TABLE: { Ref: 'Table' } } };
const provider: { environment: Record<string, unknown> } = { environment: { QUEUE_URL: { Ref: 'Queue' } } };
const options: { path: string; function: string; data?: string } = { path: file, function: name };
const serverless = {
  serviceDir: process.cwd(),
  processedInput: { commands: ['invoke', 'local'] },
  classes: { Error },
  getProvider: () => ({ getStage: () => 'local', getRegion: () => 'us-east-1' }),
  service: { provider, functions: { [name]: declared } },
};

try {
  await new StayLocal(serverless, options).hooks.initialize();
  Object.assign(process.env, provider.environment, declared.environment, { AWS_LAMBDA_FUNCTION_NAME: functionName });
  const event: unknown = JSON.parse(options.data ?? readFileSync(resolve(file), 'utf8'));
  const context = { awsRequestId: crypto.randomUUID(), functionName, getRemainingTimeInMillis: () => 60_000 };
  const answer: unknown = await require(resolve(bundle)).handler(event, context);
  // The function's own log lines come first.
  process.stdout.write(`\n${JSON.stringify(answer)}`);
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
// Connections that are kept open hold it no longer than osls, which exits as well.
process.stdout.end(() => process.exit());
