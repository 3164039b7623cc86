import { exitCode, type ExitCode } from '../../exit-code.ts';
import { fingerprintOf } from '../../verbs/sources/fingerprint-of.ts';
import { findSource } from '../../verbs/sources/find-source.ts';
import { rotateSource } from '../../verbs/sources/rotate-source.ts';
import { offersSecrets } from '../../verbs/sources/secret-lacks.ts';
import { readSourceEntries } from '../../verbs/sources/source-entries.ts';
import { CommandError } from '../../command-error.ts';
import { awaitOffer } from '../../verbs/sources/offer-word.ts';
import { sourceUrl } from '../../verbs/sources/source-url.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { urlToEnter } from './describe-set-up.ts';
import { IN_FORCE, portsOf, type SourceTools } from './source-tools.ts';
import { checkUse, takeSecret, type SecretChoice } from './take-secret.ts';

export interface RotateOptions {
  readonly name: string;
  /** Left out: the sender may offer one. */
  readonly secret: SecretChoice | undefined;
  readonly retireOldAfterMs: number | undefined;
  readonly awaitsForMs: number | undefined;
  readonly asJson: boolean;
}

/** Gives a source another secret, which counts beside those that it has. */
export async function rotate(asked: RotateOptions, session: Session, tools: SourceTools): Promise<ExitCode> {
  const { name, retireOldAfterMs, awaitsForMs, asJson } = asked;
  const ports = portsOf(session, tools);
  // Nobody types a secret for a source that is not there.
  const { source } = findSource(await readSourceEntries(ports.config), name);
  const provider = await tools.loadProvider(source);
  if (!provider) {
    throw new CommandError(exitCode.failed, `The provider of ${name} is not known here: \`sources check\` says more.`);
  }
  if (awaitsForMs !== undefined && !offersSecrets(provider)) {
    throw new CommandError(exitCode.wrongUsage, `${provider.name} offers no secret: leave --await-secret away.`);
  }
  const about = await tools.loadAbout(source.provider);
  if (asked.secret) checkUse(provider, asked.secret.use);
  const taken = asked.secret && (await takeSecret(asked.secret, { provider, about }, tools));
  const nowMs = ports.now.getTime();
  const startsAtMs = Math.max(nowMs, Date.parse(taken?.secret.notBefore ?? ports.now.toISOString()));
  const offer = awaitsForMs === undefined ? undefined : awaitOffer(awaitsForMs, ports);
  const rotation = {
    name,
    secret: taken?.secret,
    // Counted from when the new one counts, so that there is no gap between them.
    othersNotAfter: instantAfter(retireOldAfterMs, startsAtMs),
    awaited: offer?.awaited,
  };
  const ended = await rotateSource(rotation, ports).catch((error: unknown) => {
    taken?.forget();
    throw error;
  });
  const { othersNotAfter: notAfter } = rotation;
  const awaitsSecretUntil = offer?.awaited.awaitsSecretUntil;
  const url = offer && urlToEnter({ name, url: sourceUrl(name, source.options, ports.webhooksUrl), word: offer.word });
  if (asJson) {
    const fingerprint = taken && fingerprintOf(taken.secret.value);
    const others = ended.map((one) => ({ fingerprint: one, notAfter }));
    writeJson('source', { name, fingerprint, ended: others, awaitsSecretUntil, url }, session.terminal);
    return exitCode.done;
  }
  const lines = [
    ...(taken ? [`${name} has a new secret, ${fingerprintOf(taken.secret.value)}.`] : []),
    ...ended.map((one) => `${one} ends at ${notAfter}.`),
    ...(awaitsSecretUntil === undefined ? [] : [`Until ${awaitsSecretUntil} the sender may offer one at ${url}`]),
    IN_FORCE,
  ];
  session.terminal.write(`${lines.join('\n')}\n`);
  return exitCode.done;
}

const instantAfter = (ms: number | undefined, fromMs: number): string | undefined =>
  ms === undefined ? undefined : new Date(fromMs + ms).toISOString();
