import { AppShell, Badge, Burger, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { AwayBanner } from './components/away-banner.tsx';
import { NoToken } from './components/no-token.tsx';
import { SchemeSwitch } from './components/scheme-switch.tsx';
import { ZoneNote } from './components/zone-note.tsx';
import { aboutQuery, tabKeyQuery } from './connection/api.ts';
import { useConnection } from './connection/connection.ts';
import { PAGES, Pages } from './pages/pages.tsx';

/** What is around every page: where one is, where one can go, and which stage this is. */
export function Shell() {
  const [isOpened, { toggle, close }] = useDisclosure(false);
  const [location] = useLocation();
  const { data: about } = useQuery(aboutQuery);
  useQuery(tabKeyQuery);
  useEffect(() => {
    // Another page begins at its top. Newer browsers return a promise here, which would be taken for a way to clean up.
    scrollTo(0, 0);
  }, [location]);
  if (useConnection() === 'token') return <NoToken />;
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !isOpened } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a className="skip-link" href="#page">
        Skip to the page
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Pages" />
            <Text fw={650} truncate>
              {about?.service ?? 'webhook console'}
            </Text>
            {about && <Badge title={`Region ${about.region}`}>{about.stage}</Badge>}
          </Group>
          <SchemeSwitch />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Pages">
        {PAGES.map(({ path, name, icon: Icon }) => {
          const isHere = path === '/' ? location === '/' : location.startsWith(path);
          return (
            <Link key={path} href={path} asChild>
              <NavLink
                label={name}
                active={isHere}
                aria-current={isHere ? 'page' : undefined}
                variant="subtle"
                fw={isHere ? 600 : 400}
                leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
                onClick={close}
              />
            </Link>
          );
        })}
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1}>
        <AwayBanner />
        <Pages />
        <ZoneNote />
      </AppShell.Main>
    </AppShell>
  );
}
