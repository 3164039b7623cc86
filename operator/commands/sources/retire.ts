import { CommandError } from '../../command-error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { checkIsThere } from '../../verbs/sources/find-source.ts';
import { FINGERPRINT } from '../../verbs/sources/fingerprint-of.ts';
import { listSecrets } from '../../verbs/sources/list-sources.ts';
import { retireSource, type Retirement } from '../../verbs/sources/retire-source.ts';
import { readSourceEntries } from '../../verbs/sources/source-entries.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { isAgreed } from './is-agreed.ts';
import { IN_FORCE, portsOf, type SourceTools } from './source-tools.ts';

export interface RetireOptions extends Retirement {
  readonly isConfirmed: boolean;
  readonly asJson: boolean;
}

/** Ends a secret, all of them at a time, or the whole source. */
export async function retire(asked: RetireOptions, session: Session, tools: SourceTools): Promise<ExitCode> {
  const { name, secret, notAfter, isConfirmed, asJson } = asked;
  if (secret !== undefined && !FINGERPRINT.test(secret)) {
    // What somebody put there may be the secret itself, so it is not repeated.
    throw new CommandError(
      exitCode.wrongUsage,
      '--secret takes a fingerprint of 8 characters, as list --secrets shows it.',
    );
  }
  const ports = portsOf(session, tools);
  const entries = await readSourceEntries(ports.config);
  checkIsThere(entries, name);
  const others = listSecrets(entries, ports.now).filter(
    (one) => one.source === name && one.state === 'now' && one.fingerprint !== secret,
  );
  const question = describeQuestion(asked, others.length, session.pipeline.stage);
  if (!(await isAgreed({ question, isConfirmed }, session))) return exitCode.failed;
  await retireSource({ name, secret, notAfter }, ports);
  if (asJson) writeJson('retired', { name, secret, notAfter }, session.terminal);
  else session.terminal.write(`${describeDone(asked)} ${IN_FORCE}\n`);
  return exitCode.done;
}

function describeQuestion({ name, secret, notAfter }: Retirement, others: number, stage: string): string {
  const when = notAfter === undefined ? '' : ` at ${notAfter}`;
  if (secret !== undefined) {
    const left = others === 0 ? 'No other secret counts now: its webhooks would be refused.' : describeOthers(others);
    return `End the secret ${secret} of ${name} in stage ${stage}${when}? ${left}`;
  }
  if (notAfter !== undefined)
    return `End every secret of ${name} in stage ${stage}${when}? Its webhooks are refused then.`;
  return `Retire the whole source ${name} of stage ${stage}? Its webhooks are answered 404, and some senders then stop for good.`;
}

const describeOthers = (count: number) => (count === 1 ? 'Another one counts.' : `${count} others count.`);

function describeDone({ name, secret, notAfter }: Retirement): string {
  if (notAfter !== undefined)
    return `${secret ?? 'Every secret'} of ${name} ends at ${notAfter}, or earlier where it did.`;
  return secret === undefined ? `The source ${name} is retired.` : `The secret ${secret} of ${name} is retired.`;
}
