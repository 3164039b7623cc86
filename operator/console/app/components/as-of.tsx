import { WhenText } from './when-text.tsx';

/** With so many it is not looked up each time: how old the figures are. */
export function AsOf({ at }: { readonly at: string | undefined }) {
  if (at === undefined) return null;
  return (
    <>
      {' '}
      As of <WhenText at={at} />.
    </>
  );
}
