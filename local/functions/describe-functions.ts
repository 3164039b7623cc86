import type { Pipeline } from '../template/read-pipeline.ts';
import { describeFunction, type LocalFunction } from './local-function.ts';

/** The functions of the template. @param shortNames by full name, as serverless.yml calls them */
export const describeFunctions = (
  { functions }: Pick<Pipeline, 'functions'>,
  shortNames: ReadonlyMap<string, string>,
  { region, accountId }: { readonly region: string; readonly accountId: string },
): readonly LocalFunction[] =>
  functions.map((resource) => {
    const arn = `arn:aws:lambda:${region}:${accountId}:function:${resource.name}`;
    return describeFunction(resource, shortNames.get(resource.name) ?? resource.logicalId, arn);
  });
