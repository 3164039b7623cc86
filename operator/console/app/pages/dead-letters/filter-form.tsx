import { Button, Collapse, Group, Paper, Select, SimpleGrid, TextInput } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { deadLetterStateSchema } from '#shared/messages/dead-letter.ts';
import { failureClassSchema } from '#shared/messages/failure.ts';
import { aboutQuery } from '../../connection/api.ts';
import { NO_FILTERS, type Filters } from './filters.ts';
import styles from './filter-form.module.css';
import { listPath } from './list-path.ts';

const RARE = ['fingerprint', 'since', 'until', 'where', 'type'] as const satisfies readonly (keyof Filters)[];

/** Typed here, and in the address once it is sent off. */
export function FilterForm({ filters }: { readonly filters: Filters }) {
  const [draft, setDraft] = useState(filters);
  const [isOpened, setOpened] = useState(RARE.some((name) => filters[name] !== ''));
  const [, goTo] = useLocation();
  const { data: about } = useQuery(aboutQuery);
  const set = (changes: Partial<Filters>) => setDraft((before) => ({ ...before, ...changes }));
  const choose = (changes: Partial<Filters>) => goTo(listPath({ ...draft, ...changes }));
  const field = (name: keyof Filters) => ({
    value: draft[name],
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      set({ [name]: currentTarget.value }),
  });
  return (
    <Paper
      component="form"
      role="search"
      aria-label="Filter dead letters"
      p="sm"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        choose({});
      }}
    >
      <SimpleGrid cols={{ base: 2, md: 5 }} spacing="sm" verticalSpacing="xs">
        <TextInput
          className={styles['search'] ?? ''}
          label="Search"
          placeholder="id, reason, source, type"
          leftSection={<IconSearch size={16} aria-hidden />}
          {...field('text')}
        />
        <Select
          label="Worker"
          placeholder="all"
          clearable
          clearButtonProps={{ 'aria-label': 'All workers' }}
          data={about?.workers.map(({ name }) => name) ?? []}
          value={draft.from || null}
          onChange={(from) => choose({ from: from ?? '' })}
        />
        <Select
          label="Class"
          placeholder="all"
          clearable
          clearButtonProps={{ 'aria-label': 'All classes' }}
          data={failureClassSchema.options}
          value={draft.class || null}
          onChange={(chosen) => choose({ class: chosen ?? '' })}
        />
        <TextInput label="Source" placeholder="all" {...field('source')} />
        <Select
          label="State"
          allowDeselect={false}
          data={deadLetterStateSchema.options}
          value={draft.state || 'open'}
          onChange={(state) => choose({ state: state === 'open' ? '' : (state ?? '') })}
        />
      </SimpleGrid>
      <Collapse expanded={isOpened}>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" verticalSpacing="xs" mt="xs">
          <TextInput label="Type" placeholder="charge.refunded" {...field('type')} />
          <TextInput label="Failed since" type="datetime-local" {...field('since')} />
          <TextInput label="Failed before" type="datetime-local" {...field('until')} />
          <TextInput label="Fingerprint" {...field('fingerprint')} />
        </SimpleGrid>
        <TextInput
          mt="xs"
          label="Where (JMESPath over the body)"
          placeholder="data.object.currency == 'eur'"
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          {...field('where')}
        />
      </Collapse>
      <Group mt="sm" gap="xs">
        <Button type="submit" size="xs">
          Search
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
          aria-expanded={isOpened}
          onClick={() => setOpened(!isOpened)}
        >
          {isOpened ? 'Fewer filters' : 'More filters'}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => goTo(listPath(NO_FILTERS))}>
          Clear
        </Button>
      </Group>
    </Paper>
  );
}
