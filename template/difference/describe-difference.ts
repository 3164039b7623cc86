import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { formatDifferences, fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';

export interface Difference {
  /** Empty where nothing differs. */
  readonly text: string;
  readonly changedResources: number;
  /** What CloudFormation would remove, or make anew under another id: its logical ids. */
  readonly lost: readonly string[];
}

const LOST: readonly (ResourceImpact | undefined)[] = [
  ResourceImpact.WILL_REPLACE,
  ResourceImpact.MAY_REPLACE,
  ResourceImpact.WILL_DESTROY,
  ResourceImpact.WILL_ORPHAN,
];

/** What an update from one template to the other would change. */
export async function describeDifference(before: object, after: object): Promise<Difference> {
  const difference = fullDiff(withoutTimes(before), withoutTimes(after));
  const lost: string[] = [];
  difference.resources.forEachDifference((id, { changeImpact }) => {
    if (LOST.includes(changeImpact)) lost.push(id);
  });
  const stream = new PassThrough();
  const written = text(stream);
  formatDifferences(stream, difference);
  stream.end();
  return {
    text: difference.isEmpty ? '' : await written,
    changedResources: difference.resources.differenceCount,
    lost,
  };
}

/** Where the code of a function lies has the time of packaging in it: every package would differ from every other. */
function withoutTimes(template: object): Record<string, unknown> {
  const json = JSON.stringify(template).replaceAll(/(serverless\/[\w-]+\/[\w-]+\/)\d+-[\dTZ:.-]+\//g, '$1<time>/');
  const read: unknown = JSON.parse(json);
  return typeof read === 'object' && read !== null ? { ...read } : {};
}
