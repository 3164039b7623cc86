import { WhenText } from './when-text.tsx';

/** From the first to the last; one time where both are the same. */
export function Span({ from, until }: { readonly from: string; readonly until: string }) {
  if (from === until) return <WhenText at={from} />;
  return (
    <>
      <WhenText at={from} /> – <WhenText at={until} />
    </>
  );
}
