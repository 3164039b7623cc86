import { ActionIcon, Alert, Badge, createTheme, Modal, Paper, Table, Tooltip } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'indigo',
  // Text on the filled colour must stay readable, whatever the colour is: with a lighter shade white on it is not.
  autoContrast: true,
  primaryShade: 7,
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.05rem' } } },
  components: {
    // The light variant has too little contrast for small text.
    Badge: Badge.extend({
      defaultProps: { variant: 'default', radius: 'sm' },
      // Whatever is beside it, or around it, gives way first: half a state is none.
      styles: { root: { minWidth: 'max-content' }, label: { textTransform: 'none' } },
    }),
    // Its border has the colour; the words must be readable on any.
    Alert: Alert.extend({
      styles: { title: { color: 'var(--mantine-color-text)' }, message: { color: 'var(--mantine-color-text)' } },
    }),
    Modal: Modal.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, centered: true, padding: 'lg' },
      styles: { title: { fontWeight: 650, fontSize: '1.15rem' } },
    }),
    Paper: Paper.extend({ defaultProps: { withBorder: true, p: 'md' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 'xs', horizontalSpacing: 'sm', highlightOnHover: true } }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, events: { hover: true, focus: true, touch: true } } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
  },
});
