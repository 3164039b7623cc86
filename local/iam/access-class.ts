import type { Access } from '../emulators/access.ts';

/** Settings are read by name; everything else in a bucket lies in folders, and a folder is one thing. */
const settingsFolder = 'config/';
const foldered = new Set(['dynamodb:leadingkeys', 's3:prefix']);

/** The call with what differs from event to event made a pattern: what a right for it would have to name. */
export function accessClass({ action, resource, context = {} }: Access): Required<Access> {
  const entries = Object.entries(context).map(([key, values]) => {
    const shown = foldered.has(key.toLowerCase()) ? values.map(folderOf) : values;
    return [key, [...new Set(shown)].toSorted()] as const;
  });
  return { action, resource: resourceClass(resource), context: Object.fromEntries(entries) };
}

function resourceClass(resource: string): string {
  const slash = resource.indexOf('/');
  if (!resource.startsWith('arn:aws:s3:::') || slash === -1) return resource;
  const key = resource.slice(slash + 1);
  return key.startsWith(settingsFolder) ? resource : `${resource.slice(0, slash)}/${folderOf(key)}`;
}

/**
 * `archive/date=…/…` → `archive/*`, and each worker's results for themselves; what lies in no folder is no thing of its own.
 * A worker's breakers are a thing beside its markers: whoever may only open and close the ones must not touch the others.
 */
const folderOf = (key: string): string => `${/^(?:results\/)?[^/]*\/(?:breakers\/)?/.exec(key)?.[0] ?? ''}*`;
