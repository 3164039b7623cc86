import { ActionIcon, Tooltip, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun, type Icon } from '@tabler/icons-react';

const NEXT: Readonly<
  Record<MantineColorScheme, { readonly scheme: MantineColorScheme; readonly icon: Icon; readonly now: string }>
> = {
  auto: { scheme: 'light', icon: IconDeviceDesktop, now: 'as the system' },
  light: { scheme: 'dark', icon: IconSun, now: 'light' },
  dark: { scheme: 'auto', icon: IconMoon, now: 'dark' },
};

export function SchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { scheme, icon: Icon, now } = NEXT[colorScheme];
  const label = `Colours: ${now}. Change to ${NEXT[scheme].now}`;
  return (
    <Tooltip label={label}>
      <ActionIcon size="lg" aria-label={label} onClick={() => setColorScheme(scheme)}>
        <Icon size={20} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
