import { Box, Stack } from '@mantine/core';
import type { Step } from '../../../protocol/status.ts';
import styles from './flow.module.css';
import { StepCard } from './step-card.tsx';

/** The pipeline as it is: what comes in on the left, one branch for each worker on the right. */
export function FlowView({ steps }: { readonly steps: readonly Step[] }) {
  const before = steps.filter(({ kind }) => kind !== 'worker');
  const workers = steps.filter(({ kind }) => kind === 'worker');
  return (
    <Box className={styles['flow']} role="group" aria-label="The flow of the pipeline">
      <Stack className={styles['before']} gap={0}>
        {before.map((step, index) => (
          <Box key={step.name}>
            {index > 0 && <Box className={styles['down']} data-flowing={isFlowing(step)} aria-hidden />}
            <StepCard step={step} />
          </Box>
        ))}
      </Stack>
      <Branches workers={workers} />
      <Box className={styles['workers']}>
        {workers.map((step) => (
          <StepCard key={step.name} step={step} />
        ))}
      </Box>
    </Box>
  );
}

const isFlowing = ({ inPerMinute = 0 }: Step) => inPerMinute > 0;

/** Drawn in percent: the workers' cards are all of one height. */
function Branches({ workers }: { readonly workers: readonly Step[] }) {
  return (
    <svg className={styles['branches']} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden>
      {workers.map((step, index) => {
        const y = ((index + 0.5) / workers.length) * 100;
        return <path key={step.name} d={`M0 50 C 50 50, 50 ${y}, 100 ${y}`} data-flowing={isFlowing(step)} />;
      })}
    </svg>
  );
}
