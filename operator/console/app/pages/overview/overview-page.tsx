import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Answer } from '../../components/answer.tsx';
import { Gaps } from '../../components/gaps.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { statusQuery } from '../../connection/api.ts';
import { ChartsView } from './charts-view.tsx';
import { FlowView } from './flow-view.tsx';
import { ImpactView } from './impact-view.tsx';
import { LatestRuns } from './latest-runs.tsx';

export function OverviewPage() {
  const status = useQuery(statusQuery);
  return (
    <>
      <PageTitle title="Overview">
        From the request to each worker’s result, as it stands now.
        {status.data && (
          <Text span inherit>
            {' '}
            Rates are of the last {status.data.rateMinutes} minutes.
          </Text>
        )}
      </PageTitle>
      <Stack gap="lg">
        <Answer to={status} loading={<LoadingState rows={3} height={92} />}>
          {(known) => (
            <>
              <ImpactView status={known} />
              <FlowView steps={known.steps} />
              <LatestRuns />
              <Gaps gaps={known.gaps} />
            </>
          )}
        </Answer>
        <ChartsView />
      </Stack>
    </>
  );
}
