// In which file a person edits a resource that they meet by its logical id.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pascal } from '../../functions/workers/wiring/naming.cjs';

/** What the wiring of a row, and the framework for a function, end their ids in. */
const OF_ROW =
  /^(?:Queue|QueuePolicy|DeadLetterQueue|DeadLetterQueuePolicy|Subscription|Role|LambdaFunction|LogGroup|EventSourceMapping\w*)$/;
const OF_FUNCTION =
  /^(?:LambdaFunction|LambdaFunctionUrl|LogGroup|LambdaEvConf|EventSourceMapping\w*|LambdaPermission\w*|EventsRuleSchedule\w*)$/;
const ALARMS = 'shared/resources/alarms.cjs';
const SERVICE_FILE = 'serverless.yml';

export interface PlacesOf {
  /** Where serverless.yml is. */
  readonly serviceDirectory: string;
  /** Names of the rows of custom.workers. */
  readonly rows: readonly string[];
  /** Names of the functions in serverless.yml. */
  readonly functions: readonly string[];
}

/** @returns what to say of a resource: its id, and the place in which it is written down */
export function findPlaces({ serviceDirectory, rows, functions }: PlacesOf): (logicalId: string) => string {
  const fragments = fragmentsOf(serviceDirectory);
  const fileOf = (id: string): string => {
    const row = rows.find((name) => id.startsWith(pascal(name)) && OF_ROW.test(id.slice(pascal(name).length)));
    if (row !== undefined) return `${SERVICE_FILE} custom.workers.${row}`;
    const written = fragments.find(({ text }) => text.includes(`\n  ${id}:\n`));
    if (written) return written.file;
    const called = functions.find(
      (name) => id.startsWith(pascal(name)) && OF_FUNCTION.test(id.slice(pascal(name).length)),
    );
    if (called !== undefined) return `${SERVICE_FILE} functions.${called}`;
    if (id.endsWith('Alarm')) return ALARMS;
    // Where it is made, before where it is only spoken of.
    const made = new RegExp(`^\\s*['"]?${id}['"]?: \\{`, 'm');
    const generated = fragments.find(({ text }) => made.test(text)) ?? fragments.find(({ text }) => text.includes(id));
    return generated?.file ?? `${SERVICE_FILE} resources`;
  };
  return (id) => `${id}, ${fileOf(id)}`;
}

/** Everything that resources are written in, a step's own first. */
function fragmentsOf(directory: string): readonly { readonly file: string; readonly text: string }[] {
  const files = ['functions', 'shared/resources']
    .flatMap((folder) =>
      readdirSync(join(directory, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((file) => file.endsWith('resources.yml') || /^shared\/resources\/.*\.(?:yml|cjs)$/.test(file));
  return files.toSorted().map((file) => ({ file, text: readFileSync(join(directory, file), 'utf8') }));
}
