import { Text, type TextProps } from '@mantine/core';
import { ago } from './ago.ts';
import { describeInstant, describeInstantWithZones } from './describe-instant.ts';
import { useNow } from './use-now.ts';

interface WhenTextProps extends TextProps {
  readonly at: string;
  /** `whole` where one thing is told in full: day and time before the age. */
  readonly form?: 'age' | 'whole';
}

/** How long ago it was; on hover when exactly, in the operator's zone and in UTC. */
export function WhenText({ at, form = 'age', ...props }: WhenTextProps) {
  const date = new Date(at);
  const age = ago(date, useNow());
  return (
    <Text span inherit {...props} title={describeInstantWithZones(date)}>
      <time dateTime={at}>{form === 'whole' ? `${describeInstant(date)} (${age})` : age}</time>
    </Text>
  );
}
