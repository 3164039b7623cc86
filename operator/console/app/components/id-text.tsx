import { ActionIcon, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

const SHOWN_LENGTH = 12;

interface IdTextProps {
  readonly id: string;
  /** What is copied: for whoever hears the page. */
  readonly called: string;
  readonly form?: 'short' | 'whole';
}

/** An id that can be copied as a whole, however much of it is shown. */
export function IdText({ id, called, form = 'short' }: IdTextProps) {
  const isCut = form === 'short' && id.length > SHOWN_LENGTH + 2;
  return (
    <Group gap={2} wrap="nowrap" display="inline-flex" style={{ verticalAlign: 'middle', maxWidth: '100%' }}>
      <Text span ff="monospace" fz="0.85em" title={id} style={{ overflowWrap: 'anywhere' }}>
        {isCut ? `${id.slice(0, SHOWN_LENGTH)}…` : id}
      </Text>
      <CopyButton value={id} timeout={1500}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon size="sm" onClick={copy} aria-label={`Copy the ${called}`}>
              {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
