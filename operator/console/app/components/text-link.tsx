import { Anchor, type AnchorProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

/** A link to another page of the console. */
export function TextLink({
  to,
  children,
  ...props
}: AnchorProps & { readonly to: string; readonly children: ReactNode }) {
  return (
    <Link href={to} asChild>
      <Anchor inherit {...props}>
        {children}
      </Anchor>
    </Link>
  );
}
