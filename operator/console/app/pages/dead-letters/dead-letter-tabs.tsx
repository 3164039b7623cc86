import { Anchor, Group } from '@mantine/core';
import { Link } from 'wouter';

const VIEWS = [
  { name: 'By reason', path: '/dead-letters' },
  { name: 'One by one', path: '/dead-letters/list' },
] as const;

/** Two ways to look at the same dead letters. */
export function DeadLetterTabs({ here }: { readonly here: (typeof VIEWS)[number]['path'] }) {
  return (
    <Group component="nav" gap="lg" mb="md" aria-label="Ways to look at dead letters">
      {VIEWS.map(({ name, path }) => (
        <Link key={path} href={path} asChild>
          <Anchor
            size="sm"
            pb={6}
            fw={path === here ? 650 : 400}
            {...(path !== here && { c: 'dimmed' })}
            underline="never"
            aria-current={path === here ? 'page' : undefined}
            style={{ borderBottom: path === here ? '2px solid currentColor' : '2px solid transparent' }}
          >
            {name}
          </Anchor>
        </Link>
      ))}
    </Group>
  );
}
