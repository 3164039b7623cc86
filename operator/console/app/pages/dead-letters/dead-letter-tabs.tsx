import { Anchor, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { countOf } from '../../components/numbers.ts';
import { quarantinedQuery } from '../../connection/api.ts';
import { QUARANTINED_PATH } from './list-path.ts';

const VIEWS = [
  { name: 'By reason', path: '/dead-letters' },
  { name: 'One by one', path: '/dead-letters/list' },
] as const;

interface DeadLetterTabsProps {
  readonly here: (typeof VIEWS)[number]['path'];
  readonly isQuarantined: boolean;
}

/** Two ways to look at the same dead letters, and where those are that are in no list of open ones. */
export function DeadLetterTabs({ here, isQuarantined }: DeadLetterTabsProps) {
  const { data: quarantined } = useQuery(quarantinedQuery);
  return (
    <Group component="nav" gap="lg" mb="md" aria-label="Ways to look at dead letters">
      {VIEWS.map(({ name, path }) => (
        <Tab key={path} path={path} isHere={path === here && !isQuarantined}>
          {name}
        </Tab>
      ))}
      {quarantined !== undefined && (quarantined.count > 0 || isQuarantined) && (
        <Tab path={QUARANTINED_PATH} isHere={isQuarantined}>
          {countOf(quarantined.count, 'quarantined', 'quarantined')}
        </Tab>
      )}
    </Group>
  );
}

interface TabProps {
  readonly path: string;
  readonly isHere: boolean;
  readonly children: ReactNode;
}

function Tab({ path, isHere, children }: TabProps) {
  return (
    <Link href={path} asChild>
      <Anchor
        size="sm"
        pb={6}
        fw={isHere ? 650 : 400}
        {...(!isHere && { c: 'dimmed' })}
        underline="never"
        aria-current={isHere ? 'page' : undefined}
        style={{ borderBottom: isHere ? '2px solid currentColor' : '2px solid transparent' }}
      >
        {children}
      </Anchor>
    </Link>
  );
}
