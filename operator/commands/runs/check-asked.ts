import * as v from 'valibot';
import { replayRequestSchema } from '#shared/messages/replay-request.ts';
import { saysWhich } from '#shared/messages/selection.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { checkReason } from '../../options/check-reason.ts';
import { requestOf, type RunAsked } from '../../verbs/run-asked.ts';

/** Before anything is asked of the pipeline: what the function would refuse, said in the words of the command line. */
export function checkAsked(asked: RunAsked, { isDryRun }: { readonly isDryRun: boolean }): RunAsked {
  if (!('backfill' in asked)) checkSelection('replay' in asked ? asked.replay : asked.discard);
  const [entries] = Object.values<{ readonly reason?: string | undefined; readonly force?: true | undefined }>(asked);
  const { reason } = entries ?? {};
  if (reason === undefined && !isDryRun) {
    throw wrong('Say why with --reason: it is kept in the receipt. Only --dry-run needs none.');
  }
  if (reason !== undefined && !isDryRun) checkReason(reason);
  const checked = v.safeParse(replayRequestSchema, requestOf(asked, isDryRun ? { dryRun: true } : {}));
  if (checked.success) return asked;
  const sentences = checked.issues.map((issue) => {
    const path = v.getDotPath(issue)?.replace(/^\w+\.?/, '') ?? '';
    return path === '' ? issue.message : `${path}: ${issue.message}`;
  });
  throw wrong(`This cannot be asked: ${sentences.join('; ')}.`);
}

function checkSelection(selection: Readonly<Record<string, unknown>>): void {
  if (saysWhich(selection)) return;
  if (selection['all'] !== undefined) throw wrong('Say which: --all means all, and takes no other choice beside it.');
  throw wrong(
    'Say which: --all, or at least one of --ids, --delivery, --fingerprint, --source, --type, --class, --since, --until, --attempts and --where.',
  );
}

const wrong = (sentence: string) => new CommandError(exitCode.wrongUsage, sentence);
