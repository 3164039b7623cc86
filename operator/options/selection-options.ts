import { InvalidArgumentError, Option, type Command } from '@commander-js/extra-typings';
import { failureClassSchema, type FailureClass } from '#shared/messages/failure.ts';
import type { Selection } from '#shared/messages/selection.ts';
import { checkSpan } from './check-span.ts';
import { commaSeparated } from './comma-separated.ts';
import { parseAttempts, type Attempts } from './parse-attempts.ts';
import { parseInstant } from './parse-instant.ts';

/** What `list`, `replay` and `discard` are told of which dead letters are meant. */
export interface SelectionOptions {
  readonly ids?: string[] | undefined;
  readonly delivery?: string[] | undefined;
  readonly fingerprint?: string[] | undefined;
  readonly source?: string[] | undefined;
  readonly type?: string[] | undefined;
  readonly class?: FailureClass[] | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly attempts?: Attempts | undefined;
  readonly where?: string | undefined;
  readonly all?: true | undefined;
}

/** @param now what `2h` is counted back from */
export const addSelectionOptions = (command: Command, now: () => Date) =>
  command
    .option('--ids <ids>', 'these events; several separated by commas', commaSeparated)
    .option('--delivery <ids>', 'all events of these deliveries', commaSeparated)
    .option('--fingerprint <fingerprints>', 'that failed for this reason, as `groups` shows it', commaSeparated)
    .option('--source <sources>', 'of these sources', commaSeparated)
    .option('--type <types>', 'of these types', commaSeparated)
    .addOption(
      new Option('--class <classes>', `that failed so: ${failureClassSchema.options.join(', ')}`).argParser(classes),
    )
    .option(
      '--since <time>',
      'that failed last at that time or after it: 2h, 3d, yesterday, 2026-01-31T08:00Z',
      (text) => parseInstant(text, now()),
    )
    .option('--until <time>', 'that failed last before that time', (text) => parseInstant(text, now()))
    .option('--attempts <range>', 'that were tried so often: 3, 3..5, 3..', parseAttempts)
    .option('--where <expression>', 'whose body it is true of, in JMESPath: "data.object.livemode"')
    .option('--all', 'all that are open');

function classes(text: string, before: FailureClass[] = []): FailureClass[] {
  const known = failureClassSchema.options;
  return [
    ...before,
    ...commaSeparated(text).map((name) => {
      const found = known.find((one) => one === name);
      if (found !== undefined) return found;
      throw new InvalidArgumentError(`There is no class ${name}: there are ${known.join(', ')}.`);
    }),
  ];
}

/** Which are meant, as a request says it; empty where no option says anything. @throws {CommandError} for a span that is none */
export function selectionOf(options: SelectionOptions, from?: string): Omit<Selection, 'from'> {
  const { ids, delivery, fingerprint, source, type, since, until, attempts, where, all } = options;
  checkSpan({ since, until });
  const between = { ...(since !== undefined && { from: since }), ...(until !== undefined && { until }) };
  return {
    ...(ids && { ids: ids.map((id) => eventIdOf(id, from)) }),
    ...(delivery && { deliveries: delivery }),
    ...(fingerprint && { fingerprints: fingerprint }),
    ...(source && { sources: source }),
    ...(type && { types: type }),
    ...(options.class && { classes: options.class }),
    ...(Object.keys(between).length > 0 && { between }),
    ...(attempts && { attempts }),
    ...(where !== undefined && { where }),
    ...(all && { all }),
  };
}

/** As lists and `show` write them, too: `<worker>/<event id>`. */
const eventIdOf = (id: string, from: string | undefined) =>
  from !== undefined && id.startsWith(`${from}/`) ? id.slice(from.length + 1) : id;
