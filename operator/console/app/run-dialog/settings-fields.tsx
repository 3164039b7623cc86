import { NumberInput, SimpleGrid, Stack, Switch } from '@mantine/core';
import type { RunKind } from './run-target.ts';

export interface RunSettings {
  /** Empty where the operator set none. */
  readonly limit: number | '';
  readonly perSecond: number | '';
  readonly isForced: boolean;
}

export const NO_SETTINGS: RunSettings = { limit: '', perSecond: '', isForced: false };

interface SettingsFieldsProps {
  readonly kind: RunKind;
  readonly settings: RunSettings;
  readonly onChange: (settings: RunSettings) => void;
}

export function SettingsFields({ kind, settings, onChange }: SettingsFieldsProps) {
  const set = (changes: Partial<RunSettings>) => onChange({ ...settings, ...changes });
  const limit = (
    <NumberInput
      label="At most"
      placeholder="all of them"
      min={1}
      allowDecimal={false}
      value={settings.limit}
      onChange={(value) => set({ limit: typeof value === 'number' ? value : '' })}
    />
  );
  if (kind === 'discard') return limit;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {limit}
        <NumberInput
          label="Per second"
          placeholder="as fast as it goes"
          min={0.1}
          max={10_000}
          value={settings.perSecond}
          onChange={(value) => set({ perSecond: typeof value === 'number' ? value : '' })}
        />
      </SimpleGrid>
      <Switch
        label="Force: a new effect on purpose"
        description="Also what has its result, was closed, or was replayed too often."
        checked={settings.isForced}
        onChange={({ currentTarget }) => set({ isForced: currentTarget.checked })}
      />
    </Stack>
  );
}
