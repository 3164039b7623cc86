import { freshValues } from '../../../functions/ingest/providers/fresh-values.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { describeSpan } from '../../terminal/describe-time.ts';
import { postCanary, type PostCanary } from '../../verbs/canary/post-canary.ts';
import { sendCanary, type CanaryEnd, type CanaryStep } from '../../verbs/canary/send-canary.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Session } from '../session.ts';
import { portsOf, type SourceTools } from '../sources/source-tools.ts';
import { writeJson } from '../write-json.ts';

export interface CanaryOptions {
  /** Left out: a minute for its result, and before that as long as a change of its source may take. */
  readonly timeoutMs: number | undefined;
  readonly asJson: boolean;
}

/** Sends a canary, and tells each step of it as it comes. */
export async function showCanary(
  { timeoutMs, asJson }: CanaryOptions,
  session: Session,
  tools: SourceTools,
  post: PostCanary = postCanary,
): Promise<ExitCode> {
  const { pipeline, terminal, clock } = session;
  const { interrupted: signal, progress } = terminal;
  const steps: CanaryStep[] = [];
  const ended = await sendCanary(timeoutMs, {
    ...portsOf(session, tools),
    pipeline,
    clock,
    signal,
    post,
    fresh: freshValues,
    onStep(step) {
      steps.push(step);
      progress.end();
      if (!asJson) terminal.write(`${terminal.paint('green', '✓')} ${describeStep(step)}\n`);
    },
    onWaiting: (what) => progress.show(what),
  }).finally(() => progress.end());
  const isThrough = ended.stop === undefined;
  if (asJson) writeJson('canary', { stage: pipeline.stage, isThrough, steps, ...ended }, terminal);
  else terminal.write(describeEnd(ended, steps, session));
  return isThrough ? exitCode.done : exitCode.failed;
}

const describeStep = ({ step, ms, detail }: CanaryStep) =>
  `${step.padEnd(8)}  +${describeSpan(ms).padEnd(7)}  ${detail}`;

function describeEnd(
  { stop, deliveryId }: CanaryEnd,
  steps: readonly CanaryStep[],
  { pipeline: { stage }, terminal: { paint } }: Session,
): string {
  if (!stop) return `The canary came through stage ${stage} in ${describeSpan(steps.at(-1)?.ms ?? 0)}.\n`;
  const where = stop.at === 'unknown' ? '' : ` at ${stop.at}`;
  const trace = deliveryId === undefined ? '' : `What is known of it: ${hooksLine(stage, ['trace', deliveryId])}\n`;
  return `${paint('red', '✗')} The canary stopped${where}: ${stop.why}.\n${trace}`;
}
