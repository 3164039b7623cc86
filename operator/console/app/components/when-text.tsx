import { Text, type TextProps } from '@mantine/core';
import { ago } from './ago.ts';

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** An instant in the operator's own time; its UTC and how long ago it was on hover. */
export function WhenText({ at, ...props }: TextProps & { readonly at: string }) {
  const date = new Date(at);
  const now = new Date();
  const isToday = date.toDateString() === now.toDateString();
  return (
    <Text span inherit {...props} title={`${at.replace('T', ' ').replace('Z', '')} UTC · ${ago(date, now)}`}>
      <time dateTime={at}>{(isToday ? time : dayAndTime).format(date)}</time>
    </Text>
  );
}
