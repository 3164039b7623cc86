import { Button, Group, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { DeadLetterState } from '#shared/messages/dead-letter.ts';
import { RunDialog } from './run-dialog.tsx';
import type { RunKind, RunTarget } from './run-target.ts';

export interface RunButtonsProps extends RunTarget {
  /** Why there can be no run of these. */
  readonly unable?: string;
}

/** The others were dealt with already: only a forced replay has an effect. */
const DISCARDABLE: ReadonlySet<DeadLetterState> = new Set(['open', 'replaying', 'quarantined']);

/** The two ways out of being a dead letter. */
export function RunButtons({ unable, ...asked }: RunButtonsProps) {
  const [kind, setKind] = useState<RunKind>();
  const isUnable = unable !== undefined;
  const isDiscardable = asked.state === undefined || DISCARDABLE.has(asked.state);
  return (
    <>
      <Tooltip label={unable} disabled={!isUnable} multiline maw={260}>
        <Group gap="xs">
          <Button
            size="xs"
            {...(isUnable && { 'data-disabled': true })}
            aria-disabled={isUnable}
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            onClick={() => !isUnable && setKind('replay')}
          >
            Replay …
          </Button>
          {isDiscardable && (
            <Button
              size="xs"
              variant="default"
              {...(isUnable && { 'data-disabled': true })}
              aria-disabled={isUnable}
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => !isUnable && setKind('discard')}
            >
              Discard …
            </Button>
          )}
        </Group>
      </Tooltip>
      <RunDialog kind={kind} {...asked} onClose={() => setKind(undefined)} />
    </>
  );
}
