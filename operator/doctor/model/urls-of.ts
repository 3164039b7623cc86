import { functionOf } from './links.ts';
import type { LambdaFunction, TemplateModel } from './template-model.ts';

type FunctionUrl = TemplateModel['functionUrls'][number];

export const isIngest = ({ properties }: LambdaFunction, { stackName }: TemplateModel): boolean =>
  properties.FunctionName === `${stackName}-ingest`;

/** Where senders post to where there is no API; of every other function a URL is a hole. */
export const urlsOfIngest = (
  model: TemplateModel,
): readonly { readonly url: FunctionUrl; readonly ingest: LambdaFunction }[] =>
  model.functionUrls.flatMap((url) => {
    const called = functionOf(model, url.properties.TargetFunctionArn);
    return called && isIngest(called, model) && model.apiStages.length === 0 ? [{ url, ingest: called }] : [];
  });

/** What lets everyone call by its URL and in no other way; AWS asks for both since October 2025. */
const BY_URL = {
  'lambda:InvokeFunctionUrl': ({ FunctionUrlAuthType }) => FunctionUrlAuthType === 'NONE',
  'lambda:InvokeFunction': ({ InvokedViaFunctionUrl }) => InvokedViaFunctionUrl === true,
} satisfies Readonly<Record<string, (properties: TemplateModel['permissions'][number]['properties']) => boolean>>;

type ByUrl = keyof typeof BY_URL;
const isByUrl = (action: string | undefined): action is ByUrl => action !== undefined && Object.hasOwn(BY_URL, action);

/** Those permissions of a function that its URL needs. */
export const permissionsByUrl = (model: TemplateModel, functionId: string) =>
  model.permissions.filter(
    ({ properties }) =>
      properties.Principal === '*' &&
      functionOf(model, properties.FunctionName)?.id === functionId &&
      isByUrl(properties.Action) &&
      BY_URL[properties.Action](properties),
  );

export const actionsByUrl: readonly string[] = Object.keys(BY_URL);
