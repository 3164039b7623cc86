import type { SourceOptions } from '#shared/messages/source.ts';
import type { About } from '../../../functions/ingest/providers/about.ts';
import { WrongDescription } from '../../../functions/ingest/providers/wrong-description.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { LOCAL_STAGE } from '../../pipeline/local-stage.ts';
import { addSource, checkDraft, checkIsFree, writtenSource, type SourceDraft } from '../../verbs/sources/add-source.ts';
import { fingerprintOf } from '../../verbs/sources/fingerprint-of.ts';
import { signsUrl } from '../../verbs/sources/public-url.ts';
import { readSourceEntries } from '../../verbs/sources/source-entries.ts';
import type { SourceProblem } from '../../verbs/sources/source-problem.ts';
import { awaitOffer, type NewOffer } from '../../verbs/sources/offer-word.ts';
import { sourceProblems, unknownProvider } from '../../verbs/sources/source-problems.ts';
import { sourceUrl } from '../../verbs/sources/source-url.ts';
import type { Session } from '../session.ts';
import { writeJson } from '../write-json.ts';
import { describeProblem, problemJson } from './describe-problem.ts';
import { describeSetUp, setUpSteps, urlToEnter, type SetUp } from './describe-set-up.ts';
import { IN_FORCE, portsOf, type SourceTools } from './source-tools.ts';
import { checkUse, takeSecret, type SecretChoice, type TakenSecret } from './take-secret.ts';

export interface AddOptions {
  readonly name: string;
  readonly provider: string;
  readonly options: SourceOptions;
  readonly description: unknown;
  readonly retentionDays?: number | undefined;
  /** Left out: it gets its secret later. */
  readonly secret: SecretChoice | undefined;
  readonly awaitsForMs: number | undefined;
  readonly asJson: boolean;
}

/** Adds a source, and says what to enter at its sender. */
export async function add(asked: AddOptions, session: Session, tools: SourceTools): Promise<ExitCode> {
  const { name } = asked;
  const ports = portsOf(session, tools);
  const offer = asked.awaitsForMs === undefined ? undefined : awaitOffer(asked.awaitsForMs, ports);
  const typed = draftOf(asked, offer);
  const provider = await providerOf(typed, tools);
  const about = await tools.loadAbout(typed.provider);
  const isUrlKept = session.pipeline.stage === LOCAL_STAGE && typed.options.publicUrl === undefined;
  const draft = isUrlKept && signsUrl(provider, about) ? withPublicUrl(typed, ports.webhooksUrl) : typed;
  const { options } = draft;
  // Nobody types a secret for what is refused anyway.
  checkIsFree(await readSourceEntries(ports.config), name);
  await checkDraft(draft, ports);
  const url = sourceUrl(name, options, ports.webhooksUrl);
  const setUp = { name, provider: draft.provider, about, url, word: offer?.word };
  const choice = isSecretWanted(asked, about) ? asked.secret : undefined;
  // Many senders show the secret only once they know the URL: whoever is about to type it needs that first.
  if (choice) checkUse(provider, choice.use);
  const isTyped = choice !== undefined && choice.generateInto === undefined && session.terminal.ask !== undefined;
  if (isTyped) session.terminal.tell(`${describeSetUp(setUp)}${NOT_YET}`);
  const taken = choice && (await takeSecret(choice, { provider, about }, tools));
  const whole = { ...draft, secrets: taken ? [taken.secret] : [] };
  await addOrForget(whole, taken, ports);

  const problems = await sourceProblems(name, writtenSource(whole), ports);
  const keptUrl = draft === typed ? undefined : options.publicUrl;
  const added = { setUp, problems, keptUrl, fingerprint: taken && fingerprintOf(taken.secret.value) };
  if (asked.asJson) writeAdded(added, session);
  else session.terminal.write(describeAdded(added, { isShown: isTyped, stage: session.pipeline.stage }));
  return exitCode.done;
}

/** Some senders try the URL as soon as it is entered. */
const NOT_YET =
  'The URL answers 404 until the secret is entered here, and up to a minute longer. For a sender that tries it at once, add the source first, --without-secret, and rotate the secret in later.\n';

/** Not of senders that have none, unless one is asked for. */
const isSecretWanted = ({ secret }: AddOptions, about: About | undefined): boolean =>
  about === undefined || about.secrets.length > 0 || secret?.generateInto !== undefined;

interface Added {
  readonly setUp: SetUp;
  /** What it still lacks. */
  readonly problems: readonly SourceProblem[];
  readonly fingerprint: string | undefined;
  /** What the sender is to sign, where nobody has said it. */
  readonly keptUrl: string | undefined;
}

function writeAdded({ setUp, problems, fingerprint }: Added, { terminal, pipeline }: Session): void {
  const { name, provider } = setUp;
  const url = setUp.url && urlToEnter(setUp);
  const left = problems.map((problem) => problemJson(problem, pipeline.stage));
  writeJson('source', { name, provider, url, setUp: setUpSteps(setUp), fingerprint, problems: left }, terminal);
}

function describeAdded(
  { setUp, problems, fingerprint, keptUrl }: Added,
  { isShown, stage }: { isShown: boolean; stage: string },
): string {
  const left = problems.map((problem) => `Still to do: ${describeProblem(problem, stage)}\n`);
  const { name } = setUp;
  const kept =
    keptUrl === undefined
      ? ''
      : `Its sender signs the URL, which must be ${keptUrl} to the letter. Another, such as a tunnel's, is said with --public-url.\n`;
  const secret = fingerprint === undefined ? '' : `Its secret has the fingerprint ${fingerprint}.\n`;
  return [
    `The source ${name} is added. ${IN_FORCE}\n`,
    secret,
    kept,
    isShown ? '' : describeSetUp(setUp),
    ...left,
  ].join('');
}

/** Ingest takes its own URL for https, as it is on AWS: here it is signed as it is shown. */
function withPublicUrl(draft: SourceDraft, webhooksUrl: string | undefined): SourceDraft {
  const publicUrl = sourceUrl(draft.name, draft.options, webhooksUrl);
  return publicUrl === undefined ? draft : { ...draft, options: { ...draft.options, publicUrl } };
}

const draftOf = (asked: AddOptions, offer: NewOffer | undefined): SourceDraft => ({
  name: asked.name,
  provider: asked.provider,
  options: asked.options,
  description: asked.description,
  retentionDays: asked.retentionDays,
  secrets: [],
  awaited: offer?.awaited,
});

async function providerOf(draft: SourceDraft, { loadProvider, loadAbout }: SourceTools) {
  try {
    const provider = await loadProvider(draft);
    if (provider) return provider;
  } catch (error) {
    if (!(error instanceof WrongDescription)) throw error;
    throw new CommandError(exitCode.wrongUsage, error.problems.join('\n'));
  }
  throw new CommandError(
    exitCode.wrongUsage,
    `${draft.provider}: ${await unknownProvider(draft.provider, loadAbout)}.`,
  );
}

async function addOrForget(draft: SourceDraft, taken: TakenSecret | undefined, ports: Parameters<typeof addSource>[1]) {
  try {
    await addSource(draft, ports);
  } catch (error) {
    taken?.forget();
    throw error;
  }
}
