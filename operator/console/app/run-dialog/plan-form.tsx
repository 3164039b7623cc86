import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReplayAnswer } from '#shared/messages/replay-request.ts';
import { Answer } from '../components/answer.tsx';
import { ErrorState } from '../components/error-state.tsx';
import { describeCount } from '../components/numbers.ts';
import { begin, foreseeQuery } from '../connection/api.ts';
import { ForeseenView } from './foreseen-view.tsx';
import type { BegunRun } from './run-watch.tsx';
import { NO_SETTINGS, SettingsFields, type RunSettings } from './settings-fields.tsx';
import type { RunKind, RunTarget } from './run-target.ts';
import { toBeginAsked } from './to-begin-asked.ts';

interface PlanFormProps extends RunTarget {
  readonly kind: RunKind;
  readonly onBegun: (begun: BegunRun) => void;
  readonly onCancel: () => void;
}

/** Long enough to type a number, short enough not to be noticed. */
const FORESEE_AFTER_MS = 350;

/** The dry run, and the question whether that is to happen. */
export function PlanForm({ kind, from, chosen, what, state, onBegun, onCancel }: PlanFormProps) {
  const [reason, setReason] = useState('');
  const [settings, setSettings] = useState<RunSettings>({ ...NO_SETTINGS, isForced: state === 'quarantined' });
  const [settled] = useDebouncedValue(settings, FORESEE_AFTER_MS);
  const asked = toBeginAsked({ kind, from, chosen, settings: settled });
  const foreseen = useQuery(foreseeQuery(asked));
  const begun = useMutation({
    mutationFn: () =>
      begin(
        toBeginAsked({
          kind,
          from,
          chosen,
          settings,
          reason,
          before: foreseen.data?.before,
          foreseen: allMet(foreseen.data),
        }),
      ),
    onSuccess: ({ run }) => onBegun({ run, kind, foreseen: allMet(foreseen.data) }),
  });
  const count = foreseen.data?.succeeded ?? 0;
  const isForeseen = foreseen.data !== undefined && settled === settings && !foreseen.isFetching;
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        begun.mutate();
      }}
    >
      <Stack gap="md">
        <Text size="sm">{SENTENCES[kind](what, from)}</Text>
        {kind === 'replay' && state === 'quarantined' && <Text size="sm">{QUARANTINED}</Text>}
        <Answer to={foreseen}>{(answer) => <ForeseenView kind={kind} answer={answer} />}</Answer>
        <SettingsFields kind={kind} settings={settings} onChange={setSettings} />
        <Textarea
          label="Reason"
          description="For the receipt: whoever looks at it later should understand why."
          required
          autosize
          minRows={2}
          maxLength={1000}
          data-autofocus
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        {begun.error && <ErrorState error={begun.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button
            type="submit"
            {...(kind === 'discard' && { color: 'red.8' })}
            loading={begun.isPending}
            disabled={!isForeseen || count === 0 || reason.trim() === ''}
          >
            {kind === 'replay' ? 'Replay' : 'Discard'} {isForeseen ? describeCount(count) : '…'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** How many there are; undefined where the dry run did not get to the end of them. */
const allMet = (foreseen: ReplayAnswer | undefined): number | undefined =>
  foreseen && !foreseen.isPartial && !foreseen.isApproximate ? foreseen.matched : undefined;

const QUARANTINED =
  'It failed again after every replay so far, and was quarantined so that nobody sends it by mistake. Mend the cause first: only force sends it.';

const SENTENCES = {
  replay: (what: string, from: string) =>
    `Sends ${what} back to the queue of ${from}. What has its result already has no second effect.`,
  discard: (what: string) => `Closes ${what} for good. The records stay, and no later run sends them unless forced.`,
} as const;
