import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import type { Source } from '#shared/messages/source.ts';
import { fingerprintOf } from './fingerprint-of.ts';
import { secretState } from './secret-state.ts';
import { secretUses } from './secret-uses.ts';
import type { SourceProblem } from './source-problem.ts';

interface Circumstances {
  readonly provider: Provider;
  readonly now: Date;
}

/** Which secrets a source lacks at this time, and which have outlived themselves. */
export function secretLacks(source: string, entry: Source, { provider, now }: Circumstances): readonly SourceProblem[] {
  const { verifying, handshakes } = secretUses(provider);
  const current = entry.secrets.filter((secret) => secretState(secret, now) === 'now');
  const isVerified = verifying.length === 0 || current.some(({ use }) => verifying.includes(use));
  return [
    ...(isVerified ? [] : [unverified(source, entry, now)]),
    ...handshakes
      .filter((wanted) => current.every(({ use }) => use !== wanted))
      .map((wanted) => ({
        source,
        field: 'secrets',
        problem: `none for ${wanted} counts now, so that a handshake of ${provider.name} is refused`,
        fix: ['sources', 'rotate', source, '--use', wanted],
        isLack: true as const,
      })),
    ...ended(source, entry, now),
    ...waiting(source, entry, provider),
  ];
}

function unverified(source: string, { secrets, awaitsSecretUntil }: Source, now: Date): SourceProblem {
  const lack = { source, field: 'secrets', isLack: true as const };
  const starts = secrets.flatMap((secret) => (secretState(secret, now) === 'later' ? [secret.notBefore ?? ''] : []));
  const [first] = starts.toSorted((one, other) => Date.parse(one) - Date.parse(other));
  const refused = 'so that every webhook is refused';
  if (first !== undefined) {
    return {
      ...lack,
      problem: `none counts before ${first}, ${refused} until then`,
      fix: ['sources', 'rotate', source],
    };
  }
  if (awaitsSecretUntil !== undefined && now <= new Date(awaitsSecretUntil)) {
    const problem = `there is none yet; until ${awaitsSecretUntil} the sender may offer one`;
    return { ...lack, problem, fix: ['sources', 'confirm', source] };
  }
  const problem = secrets.length === 0 ? `there is none, ${refused}` : `none of them counts any more, ${refused}`;
  return { ...lack, problem, fix: ['sources', 'rotate', source] };
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
