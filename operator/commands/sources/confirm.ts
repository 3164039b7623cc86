import { CommandError } from '../../command-error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { confirmOffer } from '../../verbs/sources/confirm-offer.ts';
import { findSource } from '../../verbs/sources/find-source.ts';
import { readOffers, type OfferedSecret } from '../../verbs/sources/offers.ts';
import { readSourceEntries } from '../../verbs/sources/source-entries.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { isAgreed } from './is-agreed.ts';
import { IN_FORCE, portsOf, type SourceTools } from './source-tools.ts';

export interface ConfirmOptions {
  readonly name: string;
  /** The fingerprint; left out: the only one. */
  readonly secret: string | undefined;
  readonly isConfirmed: boolean;
  readonly asJson: boolean;
}

/** Shows what was offered to a source, and makes one of it its secret. */
export async function confirm(asked: ConfirmOptions, session: Session, tools: SourceTools): Promise<ExitCode> {
  const { name, isConfirmed, asJson } = asked;
  const ports = portsOf(session, tools);
  findSource(await readSourceEntries(ports.config), name);
  const offers = await readOffers(ports.config, name);
  for (const offer of offers) session.terminal.tell(`${describeOffer(offer)}\n`);
  const offer = chooseOffer(asked, offers);
  const question = `Take ${offer.fingerprint} as a secret of ${name} in stage ${session.pipeline.stage}? Whoever made it up can post in the sender's name; ${forgotten(offers.length - 1)}`;
  if (!(await isAgreed({ question, isConfirmed }, session))) return exitCode.failed;
  await confirmOffer({ name, offer, offers }, ports);
  const { fingerprint, offeredAt } = offer;
  if (asJson) writeJson('confirmed', { name, fingerprint, offeredAt, forgotten: offers.length - 1 }, session.terminal);
  else session.terminal.write(`${name} has the secret ${fingerprint}. ${IN_FORCE}\n`);
  return exitCode.done;
}

const describeOffer = ({ fingerprint, offeredAt }: OfferedSecret) => `${fingerprint} was offered at ${offeredAt}`;

function forgotten(others: number): string {
  if (others === 0) return 'no other was offered.';
  return others === 1 ? 'the other one is forgotten.' : `the ${others} others are forgotten.`;
}

function chooseOffer({ name, secret }: ConfirmOptions, offers: readonly OfferedSecret[]): OfferedSecret {
  const [first] = offers;
  if (!first) {
    throw new CommandError(
      exitCode.failed,
      `Nobody has offered ${name} a secret. It is taken only while the source waits for one, at the URL that was shown for it: rotate ${name} --await-secret 10m shows another.`,
    );
  }
  const meant = offers.filter(({ fingerprint }) => fingerprint === secret);
  if (secret === undefined ? offers.length === 1 : meant.length === 1) return meant[0] ?? first;
  const fingerprints = offers.map(({ fingerprint }) => fingerprint).join(', ');
  throw new CommandError(exitCode.wrongUsage, `Which one? Name it with --secret: ${fingerprints}.`);
}
