import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Answer } from '../../components/answer.tsx';
import { Gaps } from '../../components/gaps.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { workersQuery } from '../../connection/api.ts';
import { WorkerCard } from './worker-card.tsx';

export function WorkersPage() {
  const workers = useQuery(workersQuery);
  return (
    <>
      <PageTitle title="Workers">
        A paused worker loses nothing: its queue keeps what comes for 14 days, and what it works on is finished.
      </PageTitle>
      <Answer to={workers}>
        {({ workers: known, gaps }) => (
          <Stack gap="sm">
            {known.map((worker) => (
              <WorkerCard key={worker.name} worker={worker} />
            ))}
            <Gaps gaps={gaps} />
          </Stack>
        )}
      </Answer>
    </>
  );
}
