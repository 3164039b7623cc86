// The packages that the bench runs: ours with the settings of stage local or prod, and the reference.
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageStage } from '../../template/package-stage.ts';
import { FORWARDED_SOURCE } from '../load/webhooks.ts';

const TEMPLATE = 'cloudformation-template-update-stack.json';
const STATE = 'serverless-state.json';

export const NAIVE_DIRECTORY = join(import.meta.dirname, '..', 'naive');

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Properties }>;
}
interface Properties {
  FilterPolicy?: Readonly<Record<string, unknown>>;
  VisibilityTimeout?: number;
  readonly Environment?: { readonly Variables: Record<string, unknown> };
}

/** Half of the mix: only what the sources of the mix make it. */
function subscribeForwardToHalf({ Resources }: Template): void {
  const subscription = Resources['ForwardSubscription'];
  if (subscription === undefined) throw new Error('The template has no ForwardSubscription.');
  subscription.Properties.FilterPolicy = { source: [FORWARDED_SOURCE] };
}

/**
 * What stage prod would deploy, under the name of stage local: every setting is prod's, and it may run here. But for one: where
 * time passes faster than this machine works, a message would come again while somebody still works on it.
 */
export async function prodRunHere(packagedProd: string, directory: string): Promise<string> {
  return variantOf(packagedProd, directory, (template) => {
    subscribeForwardToHalf(template);
    for (const { Type, Properties } of Object.values(template.Resources)) {
      if (Type === 'AWS::SQS::Queue') Properties.VisibilityTimeout = VISIBILITY_SECONDS_MAX;
      const variables = Type === 'AWS::Lambda::Function' ? Properties.Environment?.Variables : undefined;
      if (variables?.['STAGE'] !== undefined) variables['STAGE'] = 'local';
    }
  });
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const VISIBILITY_SECONDS_MAX = 43_200;

/** As `npm start` runs it, with forward subscribed to half of the mix. */
export const localAsItIs = (packagedLocal: string, directory: string): Promise<string> =>
  variantOf(packagedLocal, directory, subscribeForwardToHalf);

/** Packages the reference. Its forward posts to the URL. */
export async function packageNaive(directory: string, destinationUrl: string, signal: AbortSignal): Promise<string> {
  await packageStage({ stage: 'local', serviceDirectory: NAIVE_DIRECTORY, outputDirectory: directory, signal });
  return variantOf(directory, directory, (template) => {
    subscribeForwardToHalf(template);
    for (const { Type, Properties } of Object.values(template.Resources)) {
      const variables = Type === 'AWS::Lambda::Function' ? Properties.Environment?.Variables : undefined;
      if (variables) variables['DESTINATION_URL'] = destinationUrl;
    }
  });
}

async function variantOf(packaged: string, directory: string, change: (template: Template) => void): Promise<string> {
  if (packaged !== directory) {
    await Promise.all([TEMPLATE, STATE].map((file) => cp(join(packaged, file), join(directory, file))));
  }
  const template: Template = JSON.parse(toLocalNames(await readFile(join(directory, TEMPLATE), 'utf8')));
  change(template);
  await writeFile(join(directory, TEMPLATE), JSON.stringify(template));
  const state = JSON.parse(toLocalNames(await readFile(join(directory, STATE), 'utf8')));
  state.service.provider.stage = 'local';
  await writeFile(join(directory, STATE), JSON.stringify(state));
  return directory;
}

/** Fixed names contain the stage. */
const toLocalNames = (text: string) => text.replaceAll('webhook-pipeline-prod', 'webhook-pipeline-local');
