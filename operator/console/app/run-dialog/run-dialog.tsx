import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { PlanForm } from './plan-form.tsx';
import type { RunKind, RunTarget } from './run-target.ts';
import { RunWatch, type BegunRun } from './run-watch.tsx';

interface RunDialogProps extends RunTarget {
  /** Undefined while it is closed: it stays where it is, so that the focus goes back to the button that opened it. */
  readonly kind: RunKind | undefined;
  readonly onClose: () => void;
}

const TITLES: Readonly<Record<RunKind, string>> = { replay: 'Replay', discard: 'Discard' };

/** First what would happen, then the question, then how far it is. Closing it ends no run. */
export function RunDialog({ kind, onClose, ...asked }: RunDialogProps) {
  const [begun, setBegun] = useState<BegunRun>();
  const isPhone = useMediaQuery('(max-width: 36em)');
  const queryClient = useQueryClient();
  const close = () => {
    onClose();
    setBegun(undefined);
    void queryClient.invalidateQueries({ queryKey: ['dead-letters'] });
  };
  return (
    <Modal
      opened={kind !== undefined}
      onClose={close}
      title={kind && TITLES[kind]}
      size="lg"
      fullScreen={isPhone ?? false}
      transitionProps={{ duration: 0 }}
    >
      {kind !== undefined && begun === undefined && (
        <PlanForm kind={kind} {...asked} onBegun={setBegun} onCancel={close} />
      )}
      {begun !== undefined && <RunWatch begun={begun} onClose={close} />}
    </Modal>
  );
}
