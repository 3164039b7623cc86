import { Badge, ColorSwatch } from '@mantine/core';

const COLOURS: Readonly<Record<string, string>> = {
  open: 'red.6',
  replaying: 'blue.5',
  replayed: 'blue.5',
  sent: 'blue.5',
  skipped: 'gray.5',
  failed: 'red.6',
  'begun, not known': 'yellow.6',
  done: 'teal.6',
  discarded: 'gray.5',
  quarantined: 'grape.6',
  running: 'blue.5',
  unfinished: 'yellow.6',
  finished: 'teal.6',
  aborted: 'gray.5',
  'died?': 'red.6',
  enabled: 'teal.6',
  disabled: 'yellow.6',
  changing: 'blue.5',
  result: 'teal.6',
  'dead-letter': 'red.6',
  waiting: 'blue.5',
  'gave-up': 'red.6',
  exhausted: 'orange.6',
  crashed: 'pink.6',
  undeliverable: 'grape.6',
  'destination-down': 'yellow.6',
};

/** Where somebody reads another word than the contract has. */
const WORDS: Readonly<Record<string, string>> = {
  enabled: 'running',
  disabled: 'paused',
  'gave-up': 'gave up',
  'destination-down': 'destination down',
  'dead-letter': 'dead letter',
  'not-subscribed': 'not subscribed',
};

/** A state in its own words; the colour only repeats them. */
export function StateBadge({ state, prefix }: { readonly state: string; readonly prefix?: string }) {
  const [colour = 'gray', shade = '5'] = (COLOURS[state] ?? 'gray.5').split('.');
  return (
    <Badge
      leftSection={
        <ColorSwatch size={8} withShadow={false} color={`var(--mantine-color-${colour}-${shade})`} aria-hidden />
      }
    >
      {prefix}
      {WORDS[state] ?? state}
    </Badge>
  );
}
