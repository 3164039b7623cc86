import type { About } from '../../../functions/ingest/providers/about.ts';
import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import type { Source } from '#shared/messages/source.ts';
import { fingerprintOf } from './fingerprint-of.ts';
import { secretState } from './secret-state.ts';
import { secretUses } from './secret-uses.ts';
import type { SourceProblem } from './source-problem.ts';

interface Circumstances {
  readonly provider: Provider;
  readonly about: About | undefined;
  readonly now: Date;
}

/** Long enough to create a webhook in the meantime. */
const OFFERED_WITHIN = '10m';

/** Which secrets a source lacks at this time, and which have outlived themselves. */
export function secretLacks(source: string, entry: Source, circumstances: Circumstances): readonly SourceProblem[] {
  const { provider, about, now } = circumstances;
  const { verifying, handshakes } = secretUses(provider);
  const current = entry.secrets.filter((secret) => secretState(secret, now) === 'now');
  const isVerified = verifying.length === 0 || current.some(({ use }) => verifying.includes(use));
  return [
    ...(isVerified ? [] : [unverified(source, entry, circumstances)]),
    ...handshakes
      .filter((wanted) => current.every(({ use }) => use !== wanted))
      .map((wanted) => ({
        source,
        field: 'secrets',
        problem: `none for ${wanted} counts now, so that a handshake of ${provider.name} is refused`,
        fix: rotation(source, about, wanted),
        isLack: true as const,
      })),
    ...ended(source, entry, now),
    ...waiting(source, entry, provider),
  ];
}

/** The command that gives a source a secret for this use, made up here where the sender does not do it. */
function rotation(source: string, about: About | undefined, use: string | undefined): readonly string[] {
  const isOurs = about?.secrets.some((secret) => secret.use === use && secret.madeBy === 'us') ?? false;
  return [
    'sources',
    'rotate',
    source,
    ...(use === undefined ? [] : ['--use', use]),
    ...(isOurs ? ['--generate', '--secret-file', `./${source}-${use ?? 'secret'}`] : []),
  ];
}

function unverified(
  source: string,
  { secrets, awaitsSecretUntil }: Source,
  { provider, about, now }: Circumstances,
): SourceProblem {
  const uses = secretUses(provider).verifying;
  const offered = ['sources', 'rotate', source, '--await-secret', OFFERED_WITHIN];
  const fix = offersSecrets(provider)
    ? offered
    : rotation(source, about, uses.includes(undefined) ? undefined : uses[0]);
  const lack = { source, field: 'secrets', isLack: true as const };
  const starts = secrets.flatMap((secret) => (secretState(secret, now) === 'later' ? [secret.notBefore ?? ''] : []));
  const [first] = starts.toSorted((one, other) => Date.parse(one) - Date.parse(other));
  const refused = 'so that every webhook is refused';
  if (first !== undefined) {
    return {
      ...lack,
      problem: `none counts before ${first}, ${refused} until then`,
      fix,
    };
  }
  if (awaitsSecretUntil !== undefined && now <= new Date(awaitsSecretUntil)) {
    const problem = `there is none yet; until ${awaitsSecretUntil} the sender may offer one`;
    return { ...lack, problem, fix: ['sources', 'confirm', source] };
  }
  const problem = secrets.length === 0 ? `there is none, ${refused}` : `none of them counts any more, ${refused}`;
  return { ...lack, problem, fix };
}

const ended = (source: string, { secrets }: Source, now: Date): readonly SourceProblem[] =>
  secrets.flatMap((secret, index) => {
    if (secretState(secret, now) !== 'ended') return [];
    const fix = ['sources', 'retire', source, '--secret', fingerprintOf(secret.value)];
    return [{ source, field: `secrets.${index}`, problem: `has ended at ${secret.notAfter}`, fix, isLack: true }];
  });

/** Whether this sender makes up a secret and offers it in a handshake. */
export const offersSecrets = ({ handshakes = [] }: Provider): boolean =>
  handshakes.some(({ effect }) => effect?.kind === 'offer-secret');

function waiting(source: string, { awaitsSecretUntil }: Source, provider: Provider): readonly SourceProblem[] {
  if (awaitsSecretUntil === undefined || offersSecrets(provider)) return [];
  const problem = `${provider.name} offers no secret`;
  return [{ source, field: 'awaitsSecretUntil', problem, fix: 'Leave it away.' }];
}
