import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Progress } from '../../protocol/progress.ts';
import { Answer } from '../components/answer.tsx';
import { ErrorState } from '../components/error-state.tsx';
import { TextLink } from '../components/text-link.tsx';
import { progressQuery } from '../connection/api.ts';
import { AbortForm } from './abort-form.tsx';
import { foreseenOf } from './foreseen-of.ts';
import { RunCounts } from './run-counts.tsx';
import type { RunKind } from './run-target.ts';

/** A run that was begun here. */
export interface BegunRun {
  readonly run: string;
  readonly kind: RunKind;
  /** How many the dry run met, where it met all of them. */
  readonly foreseen: number | undefined;
}

interface RunWatchProps {
  readonly begun: BegunRun;
  readonly onClose: () => void;
}

/** How far a run is. It goes on without anybody looking. */
export function RunWatch({ begun: { run, kind, foreseen }, onClose }: RunWatchProps) {
  const progress = useQuery(progressQuery(run));
  const [isAborting, setAborting] = useState(false);
  return (
    <Stack gap="md">
      <Answer to={progress}>
        {(known) => {
          const { state, answer, receipt, error } = known;
          const counts = state === 'running' ? (receipt ?? answer) : (answer ?? receipt);
          const isWorking = isAtWork(known);
          return (
            <>
              <RunCounts
                kind={kind}
                state={stateOf(known)}
                counts={counts}
                foreseen={(receipt && foreseenOf(receipt)) ?? foreseen}
              />
              {error !== undefined && <ErrorState error={new Error(error)} title="The run stopped" />}
              {isWorking && (
                <Text size="sm" c="dimmed">
                  It goes on when this is closed.{' '}
                  <TextLink to={`/runs/${run}`} underline="always">
                    Its receipt
                  </TextLink>{' '}
                  says how far it is.
                </Text>
              )}
              {isWorking && isAborting ? (
                <AbortForm run={run} onClose={() => setAborting(false)} />
              ) : (
                <Group justify="flex-end">
                  {isWorking && (
                    <Button variant="default" onClick={() => setAborting(true)}>
                      Abort …
                    </Button>
                  )}
                  {!isWorking && <TextLink to={`/runs/${run}`}>The receipt</TextLink>}
                  <Button onClick={onClose}>Close</Button>
                </Group>
              )}
            </>
          );
        }}
      </Answer>
    </Stack>
  );
}

const isAtWork = ({ state, receipt }: Progress) =>
  state === 'running' || (state === 'elsewhere' && receipt?.state === 'running');

const stateOf = (progress: Progress): string => {
  if (isAtWork(progress)) return 'running';
  return progress.state === 'failed' ? 'failed' : (progress.answer?.state ?? progress.receipt?.state ?? 'running');
};
