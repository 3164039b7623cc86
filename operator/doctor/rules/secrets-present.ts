import * as v from 'valibot';
import { countsAt, sourceSchema, type Secret } from '#shared/messages/source.ts';
import { loadProvider } from '../../../functions/ingest/providers/load-provider.ts';
import { hooksLine } from '../../commands/hooks-line.ts';
import { loadAbout } from '../../verbs/sources/load-about.ts';
import type { SourceProblem } from '../../verbs/sources/source-problem.ts';
import { sourceProblems } from '../../verbs/sources/source-problems.ts';
import { readEntries } from '../read-entries.ts';
import type { Finding, Rule } from '../rule.ts';

/** A week has a working day in it, on which somebody can rotate it. */
const WARNED_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

export const secretsPresent: Rule = {
  name: 'secrets-present',
  reason:
    'A source without a secret that counts refuses every webhook of its sender, and most senders give up within days. A ' +
    'source that cannot be read is answered as if it were not there.',
  async check({ stage, live, now }) {
    const read = await readEntries('sources', live);
    if ('notChecked' in read) return [read];
    const names = Object.keys(read.entries);
    if (names.length === 0) {
      const fix = `Add the first one: ${hooksLine(stage, ['sources', 'add', '--help'])}`;
      return [
        {
          where: `config/sources.json, ${read.from}`,
          what: 'there is no source: every webhook is answered 404',
          fix,
          severity: 'warning',
        },
      ];
    }
    const ports = { loadProvider, loadAbout, now };
    const found = await Promise.all(
      names.map(async (name) => {
        const where = `source ${name}, ${read.from}`;
        const problems = await sourceProblems(name, read.entries[name], ports);
        return [
          ...problems.map((problem) => toFinding(problem, where, stage)),
          ...expiring(read.entries[name], now).map((notAfter) => ({
            where,
            what: `its last secret ends at ${notAfter}`,
            fix: `Rotate it: ${hooksLine(stage, ['sources', 'rotate', name])}`,
            severity: 'warning' as const,
          })),
        ];
      }),
    );
    return found.flat();
  },
};

function toFinding(
  { field, problem, fix = 'Correct it.', isLack }: SourceProblem,
  where: string,
  stage: string,
): Finding {
  // A secret that has ended, or an offer that is awaited, keeps no webhook of another secret away.
  const isHarmless = isLack === true && (field !== 'secrets' || problem.includes('the sender may offer one'));
  return {
    where,
    what: field === undefined ? problem : `${field}: ${problem}`,
    fix: typeof fix === 'string' ? fix : hooksLine(stage, fix),
    ...(isHarmless && { severity: 'warning' as const }),
  };
}

/** Ends of what counts now, where nothing of the same use counts a week later. */
function expiring(entry: unknown, now: Date): readonly string[] {
  const { success, output } = v.safeParse(sourceSchema, entry);
  if (!success) return [];
  const soon = new Date(now.getTime() + WARNED_DAYS * DAY_MS);
  const stays = ({ use }: Secret) => output.secrets.some((other) => other.use === use && countsAt(other, soon));
  const ends = output.secrets.filter((secret) => countsAt(secret, now) && !stays(secret));
  return [...new Set(ends.flatMap(({ notAfter }) => notAfter ?? []))];
}
