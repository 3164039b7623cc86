import { Group, Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Step } from '../../../protocol/status.ts';
import { describeSeconds } from '../../components/describe-seconds.ts';
import { describeCount, describeRate } from '../../components/numbers.ts';
import { StateBadge } from '../../components/state-badge.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { listPath } from '../dead-letters/list-path.ts';
import { OLD_SECONDS } from './describe-impact.ts';
import styles from './flow.module.css';

export function StepCard({ step }: { readonly step: Step }) {
  const { name, kind, depth, oldestSeconds = 0, failures = 0, feed, deadLetters, impact, measured } = step;
  const open = deadLetters?.open;
  const oldestDeadLetterSeconds = measured?.oldestDeadLetterSeconds ?? 0;
  return (
    <Paper component="section" className={styles['card'] ?? ''} data-paused={feed === 'disabled'} aria-label={name}>
      <Group justify="space-between" mb={6} wrap="nowrap">
        <Title order={2} title={impact}>
          {name}
        </Title>
        {feed !== undefined && feed !== 'unknown' && <StateBadge state={feed} />}
      </Group>
      <dl className={styles['figures']}>
        {kind === 'ingest' ? (
          <>
            <Figure name="Requests/min">{rateOf(step.inPerMinute)}</Figure>
            <Figure name="Queued/min">{rateOf(step.outPerMinute)}</Figure>
            <Figure name="Accepted/min">{rateOf(measured?.acceptedPerMinute)}</Figure>
            <Figure name="Rejected/min">{rateOf(measured?.rejectedPerMinute)}</Figure>
          </>
        ) : (
          <>
            <Figure name="Waiting">{depth ? describeCount(depth.waiting + depth.delayed) : '–'}</Figure>
            <Figure name="At work">{depth ? describeCount(depth.inFlight) : '–'}</Figure>
            <Figure name="Oldest" isAlarming={oldestSeconds > OLD_SECONDS}>
              {oldestSeconds > 0 ? describeSeconds(oldestSeconds) : '–'}
            </Figure>
            <Figure name="In/min">{rateOf(step.inPerMinute)}</Figure>
            <Figure name="Done/min">{rateOf(step.outPerMinute)}</Figure>
            <Figure name="Retries/min">{rateOf(measured?.retriesPerMinute)}</Figure>
            {kind === 'worker' && <WorkerFigures measured={measured} />}
          </>
        )}
        <Figure name="Errors" isAlarming={failures > 0}>
          {step.failures === undefined ? '–' : describeCount(failures)}
        </Figure>
        {deadLetters && (
          <Figure name="Dead letters" isAlarming={(open ?? 0) > 0}>
            {open === undefined ? '…' : <OpenLink worker={name} open={open} />}
          </Figure>
        )}
        {oldestDeadLetterSeconds > 0 && (
          <Figure name="Oldest dead letter" isAlarming>
            {describeSeconds(oldestDeadLetterSeconds)}
          </Figure>
        )}
      </dl>
    </Paper>
  );
}

const rateOf = (perMinute: number | undefined) => (perMinute === undefined ? '–' : describeRate(perMinute));

/** From the receipt of a webhook until its result is stored. */
function WorkerFigures({ measured }: Pick<Step, 'measured'>) {
  const { endToEndP50Ms: p50, endToEndP95Ms: p95, duplicatesPerMinute } = measured ?? {};
  return (
    <>
      <Figure name="Duplicates/min">{rateOf(duplicatesPerMinute)}</Figure>
      <Figure name="End to end, p50">{p50 === undefined ? '–' : millisecondsOf(p50)}</Figure>
      <Figure name="End to end, p95">{p95 === undefined ? '–' : millisecondsOf(p95)}</Figure>
    </>
  );
}

const millisecondsOf = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : describeSeconds(Math.round(ms / 1000)));

interface FigureProps {
  readonly name: string;
  readonly isAlarming?: boolean;
  readonly children: ReactNode;
}

function Figure({ name, isAlarming = false, children }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-alarming={isAlarming}>{children}</dd>
    </div>
  );
}

function OpenLink({ worker, open }: { readonly worker: string; readonly open: number }) {
  if (open === 0) return '0';
  return (
    <TextLink
      to={listPath({ from: worker })}
      c="inherit"
      underline="always"
      aria-label={`${open} dead letters of ${worker}`}
    >
      {describeCount(open)}
    </TextLink>
  );
}
