import { ago } from './ago.ts';
import { useNow } from './use-now.ts';
import { WhenText } from './when-text.tsx';

interface SpanProps {
  readonly from: string;
  readonly until: string;
  readonly form?: 'age' | 'whole';
}

/** From the first to the last; one time where nobody would read a difference. */
export function Span({ from, until, form = 'age' }: SpanProps) {
  const now = useNow();
  const isOne = from === until || (form === 'age' && ago(new Date(from), now) === ago(new Date(until), now));
  if (isOne) return <WhenText at={until} form={form} />;
  return (
    <>
      <WhenText at={from} form={form} /> – <WhenText at={until} form={form} />
    </>
  );
}
